// What AsyncLocalStorage showed where a handle or request was made, to show it again in its callbacks.
#pragma once
#include "v8.h"

namespace eddy::loop {

class CapturedContext {
 public:
  explicit CapturedContext(v8::Isolate* isolate) {
    auto current = isolate->GetContinuationPreservedEmbedderData();
    if (!current->IsUndefined()) value_.Reset(isolate, current);
  }
  // Empty when nothing was captured.
  v8::Local<v8::Value> Get(v8::Isolate* isolate) const {
    if (value_.IsEmpty()) return {};
    return value_.Get(isolate);
  }

 private:
  v8::Global<v8::Value> value_;
};

}  // namespace eddy::loop
