// The numbers that V8 keeps of its heap: taken at one time (a garbage collection's), shown to JavaScript at another.
#pragma once
#include <vector>

#include "bind/convert.h"
#include "v8.h"

namespace eddy {

enum class Naming { kSnakeCase, kCamelCase };  // heap_size_limit, heapSizeLimit

// An object under construction.
class PlainObject {
 public:
  explicit PlainObject(v8::Local<v8::Context> context)
      : context_(context), object_(v8::Object::New(context->GetIsolate())) {}
  void Set(const char* name, v8::Local<v8::Value> value) { bind::Define(context_, object_, name, value); }
  void Set(const char* name, size_t value) {
    Set(name, v8::Number::New(context_->GetIsolate(), static_cast<double>(value)).As<v8::Value>());
  }
  v8::Local<v8::Object> object() const { return object_; }

 private:
  v8::Local<v8::Context> context_;
  v8::Local<v8::Object> object_;
};

v8::HeapStatistics TakeHeapNumbers(v8::Isolate* isolate);
std::vector<v8::HeapSpaceStatistics> TakeSpaceNumbers(v8::Isolate* isolate);

v8::Local<v8::Value> HeapNumbers(v8::Local<v8::Context> context, v8::HeapStatistics statistics, Naming naming);
v8::Local<v8::Value> SpaceNumbers(v8::Local<v8::Context> context, std::vector<v8::HeapSpaceStatistics> spaces,
                                  Naming naming);

}  // namespace eddy
