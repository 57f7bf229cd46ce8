// V8's own functions for the continuation-preserved embedder data, and its promise hooks.
#include "async_context/promise_hooks.h"
#include "bind/module.h"
#include "runtime/runtime.h"

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

constexpr int kHooksField = 7;  // of the main context's embedder data: an array of what was set last
constexpr uint32_t kHookCount = 4;

thread_local void (*when_changed)() = nullptr;

void Apply(v8::Local<v8::Context> context, v8::Local<v8::Context> main, v8::Local<v8::Array> hooks) {
  v8::Local<v8::Function> functions[kHookCount];
  for (uint32_t i = 0; i < kHookCount; ++i) {
    v8::Local<v8::Value> hook;
    if (hooks->Get(main, i).ToLocal(&hook) && hook->IsFunction()) functions[i] = hook.As<v8::Function>();
  }
  context->SetPromiseHooks(functions[0], functions[1], functions[2], functions[3]);
}

// setPromiseHooks(init, before, after, settled), each a function or undefined
void SetPromiseHooks(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  auto context = isolate->GetCurrentContext();
  v8::Local<v8::Value> given[kHookCount];
  for (uint32_t i = 0; i < kHookCount; ++i) given[i] = info[static_cast<int>(i)];
  auto hooks = v8::Array::New(isolate, given, kHookCount);
  context->SetEmbedderData(kHooksField, hooks);
  Apply(context, context, hooks);
  if (when_changed) when_changed();
}

}  // namespace

namespace async_context {

void ApplyPromiseHooks(v8::Local<v8::Context> context) {
  auto main = Runtime::Of(context->GetIsolate()).context();
  if (main->GetNumberOfEmbedderDataFields() <= kHooksField) return;
  v8::Local<v8::Value> hooks = main->GetEmbedderData(kHooksField);
  if (hooks->IsArray()) Apply(context, main, hooks.As<v8::Array>());
}

void WhenPromiseHooksChange(void (*apply)()) { when_changed = apply; }

}  // namespace async_context

EDDY_MODULE(async_context) {
  Initialize(TakeFromV8);
  Function<SetPromiseHooks>("setPromiseHooks");
}

}  // namespace eddy
