// The one maker of errors on the C++ side: what went wrong, as a value, until the glue turns it into an exception.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "v8.h"

namespace eddy::bind {

// A failure described in plain data, so that it can be made on any thread. ToException gives it Node's shape:
// a system error carries `errno`, `code`, `syscall` and `path`, `dest` where they apply; an API error carries `code`.
class Error {
 public:
  enum class Kind { kError, kTypeError, kRangeError, kSyntaxError, kSystem, kPosix };

  // `uv_errno` is libuv's negative error number, `syscall` a string literal.
  // An empty path is one too: `open ''`.
  static Error System(int uv_errno, const char* syscall, std::optional<std::string> path = std::nullopt,
                      std::optional<std::string> dest = std::nullopt);
  // The same in the older form: `posix_errno` is positive, the message "CODE, Text of strerror".
  static Error Posix(int posix_errno, const char* syscall);
  // `code` is a string literal, one of Node's documented ERR_ codes, or null for none.
  static Error Type(const char* code, std::string message) { return {Kind::kTypeError, code, std::move(message)}; }
  static Error Range(const char* code, std::string message) { return {Kind::kRangeError, code, std::move(message)}; }
  static Error Plain(const char* code, std::string message) { return {Kind::kError, code, std::move(message)}; }

  // A further property of the exception; those come in the order of the calls, behind `code`.
  using Detail = std::variant<double, std::string, std::vector<std::string>>;
  Error With(const char* name, Detail value) && {
    details_.emplace_back(name, std::move(value));
    return std::move(*this);
  }

  v8::Local<v8::Value> ToException(v8::Isolate* isolate) const;
  void Throw(v8::Isolate* isolate) const { isolate->ThrowException(ToException(isolate)); }
  int uv_errno() const { return uv_errno_; }

 private:
  Error(Kind kind, const char* code, std::string message) : kind_(kind), code_(code), message_(std::move(message)) {}
  std::string SystemMessage(const char* code) const;
  v8::Local<v8::Value> SystemException(v8::Isolate* isolate) const;

  Kind kind_;
  const char* code_ = nullptr;
  std::string message_;
  int uv_errno_ = 0;
  const char* syscall_ = nullptr;
  std::optional<std::string> path_, dest_;
  std::vector<std::pair<const char*, Detail>> details_;
};

// A number that JavaScript gave lies beyond what there is: 'The value of "length" is out of range. It must be <= 16.
// Received 20'.
Error OutOfRange(const char* name, uint64_t most, uint64_t received);

// A value or the error that stands in its place.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT
  bool ok() const { return state_.index() == 0; }
  T& value() { return std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT
  bool ok() const { return !error_.has_value(); }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace eddy::bind
