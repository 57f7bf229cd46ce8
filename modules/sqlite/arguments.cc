#include "sqlite/arguments.h"

#include "bind/convert.h"
#include "bind/nul.h"

namespace eddy::sqlite {
namespace {

bool Get(v8::Local<v8::Object> options, const char* name, v8::Local<v8::Value>* result) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  return options->Get(isolate->GetCurrentContext(), bind::Symbolic(isolate, name)).ToLocal(result);
}

bool Refuse(const char* option, const char* expected) {
  ThrowWrongType(v8::Isolate::GetCurrent(), std::string("options.") + option, expected);
  return false;
}

bool RefusePath(v8::Isolate* isolate) {
  ThrowWrongType(isolate, "path", "a string, Uint8Array, or URL without null bytes");
  return false;
}

}  // namespace

void ThrowWrongType(v8::Isolate* isolate, const std::string& name, const char* expected) {
  bind::Error::Type("ERR_INVALID_ARG_TYPE", "The \"" + name + "\" argument must be " + expected + ".").Throw(isolate);
}

bool ReadOption(v8::Local<v8::Object> options, const char* name, bool* result) {
  v8::Local<v8::Value> value;
  if (!Get(options, name, &value)) return false;
  if (value->IsUndefined()) return true;
  if (!value->IsBoolean()) return Refuse(name, "a boolean");
  *result = value->IsTrue();
  return true;
}

bool ReadOption(v8::Local<v8::Object> options, const char* name, int* result) {
  v8::Local<v8::Value> value;
  if (!Get(options, name, &value)) return false;
  if (value->IsUndefined()) return true;
  if (!value->IsInt32()) return Refuse(name, "an integer");
  *result = value.As<v8::Int32>()->Value();
  return true;
}

bool ReadOption(v8::Local<v8::Object> options, const char* name, std::string* result) {
  v8::Local<v8::Value> value;
  if (!Get(options, name, &value)) return false;
  if (value->IsUndefined()) return true;
  if (!value->IsString()) return Refuse(name, "a string");
  *result = *bind::Convert<std::string>::From(v8::Isolate::GetCurrent(), value);
  return true;
}

bool ReadOption(v8::Local<v8::Object> options, const char* name, v8::Local<v8::Function>* result) {
  v8::Local<v8::Value> value;
  if (!Get(options, name, &value)) return false;
  if (value->IsUndefined()) return true;
  if (!value->IsFunction()) return Refuse(name, "a function");
  *result = value.As<v8::Function>();
  return true;
}

bool ReadOptions(const bind::CallInfo& info, int index, v8::Local<v8::Object>* result) {
  if (!info[index]->IsObject()) {
    ThrowWrongType(info.GetIsolate(), "options", "an object");
    return false;
  }
  *result = info[index].As<v8::Object>();
  return true;
}

bool ReadString(const bind::CallInfo& info, int index, const char* name, std::string* result) {
  if (!info[index]->IsString()) {
    ThrowWrongType(info.GetIsolate(), name, "a string");
    return false;
  }
  *result = *bind::Convert<std::string>::From(info.GetIsolate(), info[index]);
  return true;
}

bool ReadPath(v8::Isolate* isolate, v8::Local<v8::Value> value, std::string* result) {
  auto convert = [&](v8::Local<v8::Value> string) { return *bind::Convert<std::string>::From(isolate, string); };
  if (value->IsString()) {
    *result = convert(value);
  } else if (value->IsUint8Array()) {
    auto bytes = bind::BytesOf(value);
    result->assign(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  } else if (value->IsObject()) {
    v8::Local<v8::Value> href;
    if (!value.As<v8::Object>()->Get(isolate->GetCurrentContext(), bind::Symbolic(isolate, "href")).ToLocal(&href)) {
      return false;
    }
    if (!href->IsString()) return RefusePath(isolate);
    *result = convert(href);
    if (!result->starts_with("file:")) {
      bind::Error::Type("ERR_INVALID_URL_SCHEME", "The URL must be of scheme file:").Throw(isolate);
      return false;
    }
  } else {
    return RefusePath(isolate);
  }
  return bind::HasNul(*result) ? RefusePath(isolate) : true;
}

}  // namespace eddy::sqlite
