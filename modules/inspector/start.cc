#include "inspector/start.h"

#include "bind/convert.h"
#include "runtime/require.h"
#include "runtime/runtime.h"

namespace eddy::inspector {

void CallStart(Runtime& runtime, const char* name) {
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  auto context = runtime.context();
  v8::Context::Scope scope(context);
  v8::TryCatch ignored(isolate);
  v8::Local<v8::Value> start, function;
  if (!RequireBuiltin(runtime, "inspector/start").ToLocal(&start) || !start->IsObject()) return;
  if (!start.As<v8::Object>()->Get(context, bind::Symbolic(isolate, name)).ToLocal(&function)) return;
  if (function->IsFunction()) {
    (void)function.As<v8::Function>()->Call(context, v8::Undefined(isolate), 0, nullptr).IsEmpty();
  }
}

}  // namespace eddy::inspector
