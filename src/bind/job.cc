// How the result of a request becomes a call of the user's callback, or a settled promise.
#include "bind/job.h"

#include "loop/callback_scope.h"

namespace eddy::bind {

Completion::Completion(v8::Isolate* isolate, v8::Local<v8::Value> target) {
  if (target->IsFunction()) {
    callback_.Reset(isolate, target.As<v8::Function>());
  } else {
    v8::Local<v8::Promise::Resolver> resolver;  // none where the thread is being stopped
    if (v8::Promise::Resolver::New(isolate->GetCurrentContext()).ToLocal(&resolver)) resolver_.Reset(isolate, resolver);
  }
}

v8::Local<v8::Value> Completion::promise(v8::Isolate* isolate) const {
  if (resolver_.IsEmpty()) return {};
  return resolver_.Get(isolate)->GetPromise();
}

void Completion::Finish(Runtime& runtime, v8::Local<v8::Value> error, v8::Local<v8::Value> value) {
  v8::Isolate* isolate = runtime.isolate();
  if (!callback_.IsEmpty()) {
    loop::CallbackScope scope(runtime);
    if (!value.IsEmpty()) {
      scope.Call(callback_, error, value).IsEmpty();
    } else {
      scope.Call(callback_, error).IsEmpty();
    }
    return;
  }
  if (resolver_.IsEmpty()) return;
  auto resolver = resolver_.Get(isolate);
  // A getter `then` that a program put on Object.prototype runs in here, and the thread may be stopped there.
  if (error->IsNull()) {
    if (value.IsEmpty()) value = v8::Undefined(isolate);
    resolver->Resolve(runtime.context(), value).IsNothing();
  } else {
    resolver->Reject(runtime.context(), error).IsNothing();
  }
}

}  // namespace eddy::bind
