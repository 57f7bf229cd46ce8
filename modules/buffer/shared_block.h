// Buffers for small pieces of what native code receives: many share one block of memory.
#pragma once
#include <string_view>

#include "v8.h"

namespace eddy::buffer {

class SharedBlock {
 public:
  // A Buffer with a copy of these bytes; large ones have memory of their own. Empty where there is no memory, with a
  // RangeError pending.
  v8::Local<v8::Value> NewBuffer(v8::Isolate* isolate, std::string_view bytes);

 private:
  v8::Global<v8::ArrayBuffer> block_;
  size_t used_ = 0;
};

}  // namespace eddy::buffer
