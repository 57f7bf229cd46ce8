// The native half of a Worker, in the thread that made it.
#pragma once
#include <optional>

#include "bind/module.h"
#include "loop/captured_context.h"
#include "loop/resource.h"
#include "permission/permission.h"
#include "worker_threads/thread.h"

namespace eddy::worker {

class Worker final : public bind::Object<Worker>, public loop::Resource {
 public:
  Worker(Runtime& runtime, messaging::Messaging* messaging);
  std::optional<bind::Error> construction_error() const {
    return permission::Denial(permission::Scope::kWorkerThreads);
  }
  ~Worker() override;

  // start({data, transfer, name, argv, execArgv, nodeOptions, env, limits}, drain, onExit): see worker.js. Returns 0 or
  // a negative errno. onExit(exitCode, ranOutOfMemory, init error) is called once, behind drain(), which delivers what
  // the thread said last.
  v8::MaybeLocal<v8::Value> Start(v8::Local<v8::Context> context, v8::Local<v8::Object> plan,
                                  v8::Local<v8::Function> drain, v8::Local<v8::Function> on_exit);
  // Has the thread end soon, with code 1, whatever it does.
  void Terminate();
  // ask(question): the thread's onQuestion function gets a copy as soon as possible. False: it does not listen any
  // more.
  bool Ask(v8::Local<v8::Context> context, v8::Local<v8::Value> question);
  // askAndWait(question, ms): what that function returns, or undefined when it takes longer.
  v8::MaybeLocal<v8::Value> AskAndWait(v8::Local<v8::Context> context, v8::Local<v8::Value> question, int32_t most_ms);
  void Reference();
  void Unreference();
  std::optional<bool> HasReference();  // none after the end
  int32_t Id() { return thread_ ? thread_->id() : -1; }
  // [began, now, idle], see Thread::LoopTimes.
  std::array<double, 3> LoopTimes();
  bool referenced() const override { return referenced_; }

  void Ended();

 private:
  Runtime& runtime_;
  messaging::Messaging& messaging_;
  std::shared_ptr<Thread> thread_;  // while it runs
  v8::Global<v8::Function> drain_, on_exit_;
  loop::CapturedContext async_context_;
  bool referenced_ = false, ended_ = false;
};

}  // namespace eddy::worker
