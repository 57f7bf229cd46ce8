// Errors: made, thrown, pending, the last one of this API, and the two that end the process.
#include <iterator>
#include <string>

#include "bind/convert.h"
#include "engine/fatal.h"
#include "node_api/environment.h"

using namespace eddy::node_api;

namespace {

// By status; none for napi_ok.
constexpr const char* kMessages[] = {
    nullptr,
    "Invalid argument",
    "An object was expected",
    "A string was expected",
    "A string or symbol was expected",
    "A function was expected",
    "A number was expected",
    "A boolean was expected",
    "An array was expected",
    "Unknown failure",
    "An exception is pending",
    "The async work item was cancelled",
    "napi_escape_handle already called on scope",
    "Invalid handle scope usage",
    "Invalid callback scope usage",
    "Thread-safe function queue is full",
    "Thread-safe function handle is closing",
    "A bigint was expected",
    "A date was expected",
    "An arraybuffer was expected",
    "A detachable arraybuffer was expected",
    "Main thread would deadlock",
    "External buffers are not allowed",
    "Cannot run JavaScript",
};

using MakeError = v8::Local<v8::Value> (*)(v8::Local<v8::String>);

// The property `code`, where there is one.
napi_status SetCode(napi_env env, v8::Local<v8::Value> error, napi_value code) {
  if (!code) return napi_ok;
  auto value = ToLocal(code);
  if (!value->IsString()) return env->Fail(napi_string_expected);
  auto name = eddy::bind::Symbolic(env->isolate(), "code");
  if (!error.As<v8::Object>()->Set(env->context(), name, value).FromMaybe(false))
    return env->Fail(napi_generic_failure);
  return napi_ok;
}

napi_status CreateError(napi_env env, MakeError make, napi_value code, napi_value message, napi_value* result) {
  Entry entry(env, message, result);
  if (!entry) return entry.status();
  auto text = ToLocal(message);
  if (!text->IsString()) return entry.Fail(napi_string_expected);
  auto error = make(text.As<v8::String>());
  napi_status status = SetCode(env, error, code);
  return status == napi_ok ? entry.Give(result, error) : status;
}

// Where the thread stops, nobody could catch what is thrown: it is let go of, for addons end the process when throwing
// fails. Only as long as JavaScript has not taken notice of the stop they are told so, as on Node (the tests of
// node-addon-api want that end).
bool IsLetGo(napi_env env) { return env && (env->stopped() || env->world().ended()); }
napi_status RefuseWhileStopping(napi_env env) {
  return env->Fail(env->api_version() >= 10 ? napi_cannot_run_js : napi_pending_exception);
}

napi_status ThrowError(napi_env env, MakeError make, const char* code, const char* message) {
  if (IsLetGo(env)) return env->Ok();
  ScriptEntry entry(env);
  if (!entry) return entry.status();
  if (env->being_stopped()) return RefuseWhileStopping(env);
  v8::Isolate* isolate = env->isolate();
  if (!message) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::String> text;
  if (!v8::String::NewFromUtf8(isolate, message).ToLocal(&text)) return entry.FailOrPending(napi_generic_failure);
  auto error = make(text);
  if (code) {
    v8::Local<v8::String> value;
    if (!v8::String::NewFromUtf8(isolate, code).ToLocal(&value)) return entry.FailOrPending(napi_generic_failure);
    napi_status status = SetCode(env, error, FromLocal(value));
    if (status != napi_ok) return status;
  }
  isolate->ThrowException(error);
  return env->Ok();
}

std::string TextOf(const char* text, size_t length) {
  if (!text) return {};
  return length == NAPI_AUTO_LENGTH ? std::string(text) : std::string(text, length);
}

}  // namespace

napi_status napi_get_last_error_info(node_api_basic_env env, const napi_extended_error_info** result) {
  // Its own status changes nothing.
  if (!env) return napi_invalid_arg;
  if (!result) return env->Fail(napi_invalid_arg);
  static_assert(std::size(kMessages) == napi_cannot_run_js + 1);
  env->last_error.error_message = kMessages[env->last_error.error_code];
  *result = &env->last_error;
  return napi_ok;
}

napi_status napi_create_error(napi_env env, napi_value code, napi_value msg, napi_value* result) {
  return CreateError(
      env, [](v8::Local<v8::String> message) { return v8::Exception::Error(message); }, code, msg, result);
}
napi_status napi_create_type_error(napi_env env, napi_value code, napi_value msg, napi_value* result) {
  return CreateError(
      env, [](v8::Local<v8::String> message) { return v8::Exception::TypeError(message); }, code, msg, result);
}
napi_status napi_create_range_error(napi_env env, napi_value code, napi_value msg, napi_value* result) {
  return CreateError(
      env, [](v8::Local<v8::String> message) { return v8::Exception::RangeError(message); }, code, msg, result);
}
napi_status node_api_create_syntax_error(napi_env env, napi_value code, napi_value msg, napi_value* result) {
  return CreateError(
      env, [](v8::Local<v8::String> message) { return v8::Exception::SyntaxError(message); }, code, msg, result);
}

napi_status napi_throw(napi_env env, napi_value error) {
  if (IsLetGo(env)) return env->Ok();
  ScriptEntry entry(env, error);
  if (!entry) return entry.status();
  if (env->being_stopped()) return RefuseWhileStopping(env);
  env->isolate()->ThrowException(ToLocal(error));
  return env->Ok();
}
napi_status napi_throw_error(napi_env env, const char* code, const char* msg) {
  return ThrowError(
      env, [](v8::Local<v8::String> message) { return v8::Exception::Error(message); }, code, msg);
}
napi_status napi_throw_type_error(napi_env env, const char* code, const char* msg) {
  return ThrowError(
      env, [](v8::Local<v8::String> message) { return v8::Exception::TypeError(message); }, code, msg);
}
napi_status napi_throw_range_error(napi_env env, const char* code, const char* msg) {
  return ThrowError(
      env, [](v8::Local<v8::String> message) { return v8::Exception::RangeError(message); }, code, msg);
}
napi_status node_api_throw_syntax_error(napi_env env, const char* code, const char* msg) {
  return ThrowError(
      env, [](v8::Local<v8::String> message) { return v8::Exception::SyntaxError(message); }, code, msg);
}

napi_status napi_is_error(napi_env env, napi_value value, bool* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  *result = ToLocal(value)->IsNativeError();
  return entry.Ok();
}

napi_status napi_is_exception_pending(napi_env env, bool* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  *result = !env->last_exception.IsEmpty();
  return entry.Ok();
}

napi_status napi_get_and_clear_last_exception(napi_env env, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  if (env->last_exception.IsEmpty()) return entry.Give(result, v8::Undefined(env->isolate()));
  auto exception = env->last_exception.Get(env->isolate());
  env->last_exception.Reset();
  return entry.Give(result, exception);
}

napi_status napi_fatal_exception(napi_env env, napi_value err) {
  ScriptEntry entry(env, err);
  if (!entry) return entry.status();
  env->ReportUncaught(ToLocal(err), true);
  return entry.Ok();
}

NAPI_NO_RETURN void napi_fatal_error(const char* location, size_t location_len, const char* message,
                                     size_t message_len) {
  std::string where = TextOf(location, location_len), what = TextOf(message, message_len);
  eddy::engine::DieOf(location ? where.c_str() : nullptr, what.c_str());
}
