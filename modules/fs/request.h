// What the native half of fs shares: paths, one libuv request done at once, and the form of work for the pool.
#pragma once
#include <uv.h>

#include <optional>
#include <string>
#include <utility>

#include "bind/job.h"
#include "bind/nul.h"

namespace eddy::fs {

// A path as the bytes the system takes: a string's UTF-8, or a Uint8Array's own. Never with a null byte, where the
// system would cut it: JavaScript looks first (arguments.js), for a better error, but it is here that none comes
// through.
struct Path {
  std::string bytes;
  const char* c_str() const { return bytes.c_str(); }
};

// Text that the system gave, in bytes of no certain encoding: JavaScript gets it decoded as UTF-8, or with a character
// a byte (Latin-1) where the user wants the bytes.
struct Text {
  std::string bytes;
  bool latin1 = false;
};

// One libuv operation, done on the calling thread (libuv does so where no callback is given).
class Request {
 public:
  Request() = default;
  Request(const Request&) = delete;
  ~Request() {
    if (used_) uv_fs_req_cleanup(&request_);
  }
  uv_fs_t* get() {
    used_ = true;
    return &request_;
  }
  uv_fs_t* operator->() { return &request_; }

 private:
  uv_fs_t request_;
  bool used_ = false;
};

// A descriptor that is closed at the end of the scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  ~Descriptor() { Close(); }
  int get() const { return fd_; }
  // Returns 0 or a negative errno.
  int Close();

 private:
  int fd_;
};

template <class T, class F>
bind::Job<T> Work(F work) {
  return {std::move(work), "FSReqCallback", "FSReqPromise"};
}

// Work that `at_once` may spare the way to the pool.
template <class T, class F, class Quick>
bind::Job<T> WorkOrAtOnce(F work, Quick at_once) {
  return {std::move(work), std::move(at_once), "FSReqCallback", "FSReqPromise"};
}

}  // namespace eddy::fs

namespace eddy::bind {

template <>
struct Convert<fs::Path> {
  static constexpr const char* kExpected = "a string or a Uint8Array without null bytes";
  static std::optional<fs::Path> From(v8::Isolate* isolate, v8::Local<v8::Value> value) {
    auto text = Convert<std::string>::From(isolate, value);
    if (!text) {
      auto bytes = BytesOf(value);
      if (!bytes) return std::nullopt;
      text.emplace(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    }
    if (HasNul(*text)) return std::nullopt;
    return fs::Path{std::move(*text)};
  }
};

template <>
struct Convert<fs::Text> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const fs::Text& text) {
    if (!text.latin1) return NewString(isolate, text.bytes);
    return v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(text.bytes.data()),
                                      v8::NewStringType::kNormal, static_cast<int>(text.bytes.size()))
        .FromMaybe(v8::String::Empty(isolate));
  }
};

}  // namespace eddy::bind
