// What programs give, read as Node reads it. A reader that returns false has left an exception.
#pragma once
#include <optional>
#include <string>

#include "bind/function.h"
#include "v8.h"

namespace eddy::sqlite {

// ERR_INVALID_ARG_TYPE: 'The "options.open" argument must be a boolean.'
void ThrowWrongType(v8::Isolate* isolate, const std::string& name, const char* expected);

// The member `name` of an options object. What is undefined stays as it was.
bool ReadOption(v8::Local<v8::Object> options, const char* name, bool* result);
bool ReadOption(v8::Local<v8::Object> options, const char* name, int* result);
bool ReadOption(v8::Local<v8::Object> options, const char* name, std::string* result);
bool ReadOption(v8::Local<v8::Object> options, const char* name, v8::Local<v8::Function>* result);
// The same of a member that only counts where it is the object's own.
template <class T>
bool ReadOwnOption(v8::Local<v8::Object> options, const char* name, T* result) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  bool has = false;
  if (!options->HasOwnProperty(isolate->GetCurrentContext(), bind::Symbolic(isolate, name)).To(&has)) return false;
  return !has || ReadOption(options, name, result);
}

// Options at place `index`, undefined where that is allowed.
bool ReadOptions(const bind::CallInfo& info, int index, v8::Local<v8::Object>* result);

// A string as UTF-8.
bool ReadString(const bind::CallInfo& info, int index, const char* name, std::string* result);

// The path of a database: a string, a Uint8Array, or a URL with the scheme file:, which SQLite takes as it is.
bool ReadPath(v8::Isolate* isolate, v8::Local<v8::Value> value, std::string* result);

}  // namespace eddy::sqlite
