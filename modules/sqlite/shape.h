// Objects with the same names again and again: a copy of one that is kept, with other values.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "v8.h"

namespace eddy::sqlite {

class Shape {
 public:
  enum class Prototype { kNull, kObject };
  // The names may be any, in the order of the properties; of one that comes twice the last value counts.
  Shape(v8::Isolate* isolate, std::span<const std::string_view> names, Prototype prototype);

  // As many values as there are names. Empty: the thread is being stopped.
  v8::MaybeLocal<v8::Object> New(v8::Isolate* isolate, std::span<v8::Local<v8::Value>> values) const;

 private:
  std::vector<v8::Global<v8::Name>> names_;
  v8::Global<v8::Object> model_;
};

}  // namespace eddy::sqlite
