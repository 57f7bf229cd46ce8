// Errors of C libraries as exceptions, and exceptions that nobody handles.
#include <uv.h>

#include <cstring>

#include "addons/world.h"
#include "bind/convert.h"
#include "bind/system_errors.h"
#include "runtime/runtime.h"

using eddy::addons::Find;
using eddy::addons::World;

namespace node {
namespace {

struct Properties {
  int number;
  const char* code;
  const char* syscall;
  const char* path;
  const char* dest;
};

v8::Local<v8::Value> NewException(v8::Isolate* isolate, const std::string& message, const Properties& properties) {
  v8::EscapableHandleScope handles(isolate);
  auto context = isolate->GetCurrentContext();
  auto exception = v8::Exception::Error(eddy::bind::NewString(isolate, message)).As<v8::Object>();
  auto define = [&](const char* key, const char* text) {
    if (text) eddy::bind::Define(context, exception, key, eddy::bind::NewString(isolate, text));
  };
  eddy::bind::Define(context, exception, "errno", v8::Integer::New(isolate, properties.number));
  define("code", properties.code);
  define("path", properties.path);
  define("dest", properties.dest);
  define("syscall", properties.syscall);
  return handles.Escape(exception.As<v8::Value>());
}

}  // namespace

v8::Local<v8::Value> ErrnoException(v8::Isolate* isolate, int number, const char* syscall, const char* message,
                                    const char* path) {
  const char* known = strerrorname_np(number);  // more than libuv knows
  const char* code = known ? known : "";
  std::string text = std::string(code) + ", " + (message && *message ? message : strerror(number));
  if (path) text += std::string(" '") + path + "'";
  return NewException(isolate, text, {number, code, syscall, path, nullptr});
}

v8::Local<v8::Value> UVException(v8::Isolate* isolate, int number, const char* syscall, const char* message,
                                 const char* path, const char* dest) {
  const std::string code = eddy::bind::ErrorName(number);
  std::string text = code + ": " + (message && *message ? message : eddy::bind::ErrorText(number));
  if (syscall) text += std::string(", ") + syscall;
  if (path) text += std::string(" '") + path + "'";
  if (dest) text += std::string(" -> '") + dest + "'";
  return NewException(isolate, text, {number, code.c_str(), syscall, path, dest});
}

void FatalException(v8::Isolate* isolate, const v8::TryCatch& try_catch) {
  World* world = Find(isolate);
  if (!world || !try_catch.HasCaught() || try_catch.HasTerminated()) return;
  v8::HandleScope handles(isolate);
  world->runtime().HandleUncaught(try_catch.Exception(), try_catch.Message());
}

}  // namespace node
