// Errors as values become JavaScript exceptions here, and nowhere else in C++.
#include "bind/error.h"

#include <uv.h>

#include <algorithm>
#include <cstring>

#include "bind/convert.h"
#include "bind/system_errors.h"

namespace eddy::bind {
namespace {

v8::Local<v8::Value> ToValue(v8::Isolate* isolate, const Error::Detail& detail) {
  if (auto* number = std::get_if<double>(&detail)) return v8::Number::New(isolate, *number);
  if (auto* text = std::get_if<std::string>(&detail)) return NewString(isolate, *text);
  v8::LocalVector<v8::Value> texts(isolate);
  for (auto& text : std::get<std::vector<std::string>>(detail)) texts.push_back(NewString(isolate, text));
  return v8::Array::New(isolate, texts.data(), texts.size());
}

}  // namespace

Error Error::System(int uv_errno, const char* syscall, std::optional<std::string> path,
                    std::optional<std::string> dest) {
  Error error(Kind::kSystem, nullptr, {});
  error.uv_errno_ = uv_errno;
  error.syscall_ = syscall;
  error.path_ = std::move(path);
  error.dest_ = std::move(dest);
  return error;
}

Error Error::Posix(int posix_errno, const char* syscall) {
  Error error = System(uv_translate_sys_error(posix_errno), syscall);
  error.kind_ = Kind::kPosix;
  return error;
}

std::string Error::SystemMessage(const char* code) const {
  if (kind_ == Kind::kPosix) return std::string(code) + ", " + strerror(-uv_errno_);
  std::string message = std::string(code) + ": " + ErrorText(uv_errno_) + ", " + syscall_;
  if (path_) message += " '" + *path_ + "'";
  if (dest_) message += " -> '" + *dest_ + "'";
  return message;
}

v8::Local<v8::Value> Error::SystemException(v8::Isolate* isolate) const {
  const std::string code = ErrorName(uv_errno_);
  std::string message = SystemMessage(code.c_str());
  auto context = isolate->GetCurrentContext();
  auto exception = v8::Exception::Error(NewString(isolate, message)).As<v8::Object>();
  auto set = [&](const char* key, v8::Local<v8::Value> value) { Define(context, exception, key, value); };
  set("errno", v8::Integer::New(isolate, kind_ == Kind::kPosix ? -uv_errno_ : uv_errno_));
  set("code", Symbolic(isolate, code.c_str()));
  set("syscall", Symbolic(isolate, syscall_));
  if (path_) set("path", NewString(isolate, *path_));
  if (dest_) set("dest", NewString(isolate, *dest_));
  return exception;
}

v8::Local<v8::Value> Error::ToException(v8::Isolate* isolate) const {
  if (kind_ == Kind::kSystem || kind_ == Kind::kPosix) return SystemException(isolate);
  auto text = NewString(isolate, message_);
  v8::Local<v8::Value> exception;
  switch (kind_) {
    case Kind::kTypeError: exception = v8::Exception::TypeError(text); break;
    case Kind::kRangeError: exception = v8::Exception::RangeError(text); break;
    case Kind::kSyntaxError: exception = v8::Exception::SyntaxError(text); break;
    default: exception = v8::Exception::Error(text); break;
  }
  auto context = isolate->GetCurrentContext();
  auto set = [&](const char* key, v8::Local<v8::Value> value) {
    Define(context, exception.As<v8::Object>(), key, value);
  };
  if (code_) set("code", Symbolic(isolate, code_));
  for (auto& [name, detail] : details_) set(name, ToValue(isolate, detail));
  return exception;
}

Error OutOfRange(const char* name, uint64_t most, uint64_t received) {
  return Error::Range("ERR_OUT_OF_RANGE", std::string("The value of \"") + name + "\" is out of range. It must be <= " +
                                              std::to_string(most) + ". Received " + std::to_string(received));
}

// --- Text. ---

v8::Local<v8::String> NewString(v8::Isolate* isolate, std::string_view utf8) {
  size_t size = std::min<size_t>(utf8.size(), v8::String::kMaxLength);
  return v8::String::NewFromUtf8(isolate, utf8.data(), v8::NewStringType::kNormal, static_cast<int>(size))
      .ToLocalChecked();
}

void ThrowStringTooLong(v8::Isolate* isolate) {
  Error::Plain("ERR_STRING_TOO_LONG", "Cannot create a string longer than 0x1fffffe8 characters").Throw(isolate);
}

}  // namespace eddy::bind
