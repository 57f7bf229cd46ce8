// libuv's error numbers: their names and messages, and a constant for each.
#include <uv.h>

#include "bind/module.h"
#include "bind/system_errors.h"

namespace eddy {
namespace {

std::string ErrorName(int32_t error) { return bind::ErrorName(error); }

// getErrorMap(): Map { error number => [name, message] }.
v8::Local<v8::Value> ErrorMap(v8::Isolate* isolate, v8::Local<v8::Context> context) {
  v8::Local<v8::Map> map = v8::Map::New(isolate);
  auto add = [&](int error, const char* name, const char* message) {
    v8::Local<v8::Value> entry[] = {bind::NewString(isolate, name), bind::NewString(isolate, message)};
    return !map->Set(context, v8::Integer::New(isolate, error), v8::Array::New(isolate, entry, 2)).IsEmpty();
  };
#define ADD(name, message) \
  if (!add(UV_##name, #name, message)) return {};
  UV_ERRNO_MAP(ADD)
#undef ADD
  for (const auto& error : bind::kFurtherErrors) {
    if (!add(error.number, error.name, error.text)) return {};
  }
  return map;
}

}  // namespace

EDDY_MODULE(uv) {
  Function<ErrorName>("errname");
  Function<ErrorMap>("getErrorMap");
#define DECLARE(name, message) Constant("UV_" #name, UV_##name);
  UV_ERRNO_MAP(DECLARE)
#undef DECLARE
  Constant("UV_ENODATA", -ENODATA);
  Constant("UV_EUNATCH", -EUNATCH);
  Constant("UV_ENOEXEC", -ENOEXEC);
}

}  // namespace eddy
