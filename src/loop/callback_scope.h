// The only way from native code into a user's function.
//
//   CallbackScope scope(runtime, async_context);
//   scope.Call(function, argument, …);
//
// Leaving the outermost scope drains the nextTick queue and the promise jobs, each until empty, and both again until
// neither has anything. An error that the function throws goes to 'uncaughtException', then the loop goes on.
#pragma once
#include <array>

#include "runtime/runtime.h"
#include "v8.h"

namespace eddy::loop {

class CallbackScope {
 public:
  // `async_context`: what AsyncLocalStorage shall show inside; undefined when nothing was captured.
  explicit CallbackScope(Runtime& runtime, v8::Local<v8::Value> async_context = {});
  ~CallbackScope();
  CallbackScope(const CallbackScope&) = delete;
  CallbackScope& operator=(const CallbackScope&) = delete;

  // Empty when the function threw; the error has then been dealt with. The receiver is undefined.
  template <class... A>
  v8::MaybeLocal<v8::Value> Call(v8::Local<v8::Function> function, A... arguments) {
    std::array<v8::Local<v8::Value>, sizeof...(A)> list{arguments...};
    return Call(v8::Undefined(isolate_), function, static_cast<int>(list.size()), list.data());
  }
  template <class... A>
  v8::MaybeLocal<v8::Value> Call(const v8::Global<v8::Function>& function, A... arguments) {
    return Call(function.Get(isolate_), arguments...);
  }
  v8::MaybeLocal<v8::Value> Call(v8::Local<v8::Value> receiver, v8::Local<v8::Function> function, int count,
                                 v8::Local<v8::Value>* arguments);
  // Between two callbacks of one outermost scope: what leaving it does, now. Without effect in inner scopes.
  static void DrainBetween(Runtime& runtime);
  // Leaves ticks and promise jobs to the next callback.
  void SkipDrain() { drains_ = false; }

 private:
  void DrainTicksAndJobs();

  Runtime& runtime_;
  v8::Isolate* const isolate_;
  v8::HandleScope handles_;
  v8::Context::Scope context_scope_;
  v8::Local<v8::Value> outer_context_;
  bool swapped_ = false;
  bool drains_ = true;
};

}  // namespace eddy::loop
