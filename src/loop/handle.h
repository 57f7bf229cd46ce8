// A handle is a long-lived object of the loop (a socket, a pipe, a watcher) with a JavaScript half.
//
//   class Pipe : public loop::Handle<Pipe, uv_pipe_t> { … };
//
// Open, it keeps itself and its wrapper alive; Close starts the asynchronous close, whose callback runs in the close
// phase, and only then may it be collected. So the native half always outlives the libuv handle inside it.
#pragma once
#include <uv.h>

#include "bind/object.h"
#include "loop/callback_scope.h"
#include "loop/captured_context.h"
#include "loop/resource.h"

namespace eddy::loop {

class HandleBase : public bind::Object<HandleBase>, public Resource {
 public:
  void Ref();
  void Unref();
  bool HasRef() const;
  // Idempotent. `callback`, a function or undefined, is called in the close phase.
  void Close(v8::Local<v8::Value> callback);
  bool open() const { return open_; }
  uv_handle_t* uv_handle() const { return handle_; }
  bool referenced() const override { return HasRef(); }
  v8::Local<v8::Object> javascript_half(v8::Isolate* isolate) const override { return wrapper(isolate); }
  // From now on callbacks show what AsyncLocalStorage shows here: a kept connection serves another request.
  void CaptureContext() { async_context_ = CapturedContext(runtime().isolate()); }

 protected:
  HandleBase(Runtime& runtime, const char* kind)
      : Resource(runtime.loop(), Type::kHandle, kind), async_context_(runtime.isolate()) {}
  // To be called once uv_*_init has succeeded: from then on only Close leads to the end.
  void Opened(uv_handle_t* handle);
  // A handle opens once: libuv's part may not be initialised anew, neither open nor closed.
  bool was_opened() const { return handle_ != nullptr; }
  Runtime& runtime() const { return loop().runtime(); }
  virtual void Closed() {}
  // What AsyncLocalStorage shows in the callbacks: what it showed where the handle was made.
  v8::Local<v8::Value> async_context() const { return async_context_.Get(runtime().isolate()); }

  // Calls the wrapper's method `name` (a user-visible hook such as `onread`) when it is a function.
  template <class... A>
  void CallHook(v8::Local<v8::Name> name, A... arguments) {
    std::array<v8::Local<v8::Value>, sizeof...(A)> list{arguments...};
    CallHookWith(name, static_cast<int>(list.size()), list.data());
  }

 private:
  void CallHookWith(v8::Local<v8::Name> name, int count, v8::Local<v8::Value>* arguments);
  static void OnClose(uv_handle_t* handle);
  uv_handle_t* handle_ = nullptr;
  bool open_ = false;
  CapturedContext async_context_;
  v8::Global<v8::Function> on_close_;
};

template <class Self, class UvHandle>
class Handle : public bind::Object<Self, HandleBase> {
 public:
  using bind::Object<Self, HandleBase>::Object;
  UvHandle* uv() { return &uv_; }
  static Self* From(UvHandle* handle) { return static_cast<Self*>(static_cast<HandleBase*>(handle->data)); }

 protected:
  void Opened() { HandleBase::Opened(reinterpret_cast<uv_handle_t*>(&uv_)); }

 private:
  UvHandle uv_;
};

}  // namespace eddy::loop
