// V8's own functions for the continuation-preserved embedder data, and its promise hooks.
#include "bind/module.h"

namespace eddy {
namespace {

// Optimised code inlines these two, which it could not do with functions of ours.
void TakeFromV8(v8::Local<v8::Context> context, v8::Local<v8::Object> exports) {
  v8::Isolate* isolate = context->GetIsolate();
  auto extras = context->GetExtrasBindingObject();
  auto take = [&](const char* theirs, const char* ours) {
    v8::Local<v8::Value> function;
    if (!extras->Get(context, bind::Symbolic(isolate, theirs)).ToLocal(&function)) return;
    bind::Define(context, exports, ours, function);
  };
  take("getContinuationPreservedEmbedderData", "get");
  take("setContinuationPreservedEmbedderData", "set");
}

void SetPromiseHooks(const bind::CallInfo& info) {
  auto hook = [&info](int i) { return info[i]->IsFunction() ? info[i].As<v8::Function>() : v8::Local<v8::Function>(); };
  info.GetIsolate()->GetCurrentContext()->SetPromiseHooks(hook(0), hook(1), hook(2), hook(3));
}

}  // namespace

EDDY_MODULE(async_context) {
  Initialize(TakeFromV8);
  Function<SetPromiseHooks>("setPromiseHooks");
}

}  // namespace eddy
