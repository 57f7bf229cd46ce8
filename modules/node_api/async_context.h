// The asynchronous context of what an addon does: ids for the hooks of async_hooks, and what AsyncLocalStorage holds.
#pragma once
#include <memory>
#include <optional>

#include "loop/callback_scope.h"
#include "loop/captured_context.h"
#include "node_api/environment.h"

namespace eddy::node_api {

class AsyncContext {
 public:
  // `resource`: what async_hooks shows; empty: one is made. The addon may let its own be collected.
  AsyncContext(napi_env env, v8::Local<v8::Object> resource, v8::Local<v8::Value> name);
  ~AsyncContext();
  AsyncContext(const AsyncContext&) = delete;
  AsyncContext& operator=(const AsyncContext&) = delete;
  napi_env env() const { return env_; }
  // Notifies the hooks that it is over; a callback that runs in it goes on.
  void Destroy();

  // A callback within the context: entered and left for the hooks, and drained behind when it is the outermost.
  class Scope {
   public:
    Scope(napi_env env, std::shared_ptr<AsyncContext> context);  // null: no context of its own
    ~Scope();
    void SkipDrain() { scope_.SkipDrain(); }

   private:
    std::shared_ptr<AsyncContext> context_;  // the callback may destroy it
    loop::CallbackScope scope_;
  };

  // The same in two halves, for what an addon opens and closes by itself.
  v8::Local<v8::Value> Enter();  // returns what AsyncLocalStorage held before
  void Leave(v8::Local<v8::Value> before);

 private:
  v8::Local<v8::Value> Resource();
  void TellHooks(World::Function function);
  napi_env env_;
  loop::CapturedContext frame_;
  v8::Global<v8::Object> resource_;
  v8::Global<v8::Value> ids_;  // [id, trigger id], made by node_api.js
  bool destroyed_ = false;
};

// The object that stands for an asynchronous operation, or an invalid argument: `resource` may be null.
bool ResourceOf(napi_env env, napi_value resource, v8::Local<v8::Object>* result);

}  // namespace eddy::node_api
