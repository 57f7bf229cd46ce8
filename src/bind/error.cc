// Errors as values become JavaScript exceptions here, and nowhere else in C++.
#include "bind/error.h"

#include <uv.h>

#include <cstring>

namespace eddy::bind {
namespace {

v8::Local<v8::String> Utf8(v8::Isolate* isolate, std::string_view text) {
  return v8::String::NewFromUtf8(isolate, text.data(), v8::NewStringType::kNormal, static_cast<int>(text.size()))
      .ToLocalChecked();
}

v8::Local<v8::String> Name(v8::Isolate* isolate, const char* text) {
  return v8::String::NewFromUtf8(isolate, text, v8::NewStringType::kInternalized).ToLocalChecked();
}

v8::Local<v8::Value> ToValue(v8::Isolate* isolate, const Error::Detail& detail) {
  if (auto* number = std::get_if<double>(&detail)) return v8::Number::New(isolate, *number);
  if (auto* text = std::get_if<std::string>(&detail)) return Utf8(isolate, *text);
  v8::LocalVector<v8::Value> texts(isolate);
  for (auto& text : std::get<std::vector<std::string>>(detail)) texts.push_back(Utf8(isolate, text));
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
  char text[128];
  uv_strerror_r(uv_errno_, text, sizeof(text));
  std::string message = std::string(code) + ": " + text + ", " + syscall_;
  if (path_) message += " '" + *path_ + "'";
  if (dest_) message += " -> '" + *dest_ + "'";
  return message;
}

v8::Local<v8::Value> Error::SystemException(v8::Isolate* isolate) const {
  char code[32];
  uv_err_name_r(uv_errno_, code, sizeof(code));
  std::string message = SystemMessage(code);
  auto context = isolate->GetCurrentContext();
  auto exception = v8::Exception::Error(Utf8(isolate, message)).As<v8::Object>();
  // A setter that a program put on Object.prototype may throw: then its error is the one that counts.
  v8::TryCatch try_catch(isolate);
  auto set = [&](const char* key, v8::Local<v8::Value> value) {
    if (!try_catch.HasCaught()) exception->Set(context, Name(isolate, key), value).IsNothing();
  };
  set("errno", v8::Integer::New(isolate, kind_ == Kind::kPosix ? -uv_errno_ : uv_errno_));
  set("code", Name(isolate, code));
  set("syscall", Name(isolate, syscall_));
  if (path_) set("path", Utf8(isolate, *path_));
  if (dest_) set("dest", Utf8(isolate, *dest_));
  if (try_catch.HasCaught()) return try_catch.Exception();
  return exception;
}

v8::Local<v8::Value> Error::ToException(v8::Isolate* isolate) const {
  if (kind_ == Kind::kSystem || kind_ == Kind::kPosix) return SystemException(isolate);
  auto text = Utf8(isolate, message_);
  v8::Local<v8::Value> exception;
  switch (kind_) {
    case Kind::kTypeError: exception = v8::Exception::TypeError(text); break;
    case Kind::kRangeError: exception = v8::Exception::RangeError(text); break;
    case Kind::kSyntaxError: exception = v8::Exception::SyntaxError(text); break;
    default: exception = v8::Exception::Error(text); break;
  }
  auto context = isolate->GetCurrentContext();
  v8::TryCatch try_catch(isolate);  // as above
  auto set = [&](const char* key, v8::Local<v8::Value> value) {
    if (!try_catch.HasCaught()) exception.As<v8::Object>()->Set(context, Name(isolate, key), value).IsNothing();
  };
  if (code_) set("code", Name(isolate, code_));
  for (auto& [name, detail] : details_) set(name, ToValue(isolate, detail));
  if (try_catch.HasCaught()) return try_catch.Exception();
  return exception;
}

}  // namespace eddy::bind
