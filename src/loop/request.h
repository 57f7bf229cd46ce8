// A request is one asynchronous operation. It owns itself: made when the operation starts, deleted after its callback.
#pragma once
#include <uv.h>

#include "loop/captured_context.h"
#include "loop/resource.h"
#include "observe/pool_times.h"
#include "v8.h"

namespace eddy {
class Runtime;
}

namespace eddy::loop {

class Request : public Resource {
 public:
  // Captures the async context that the callback will run in.
  Request(v8::Isolate* isolate, const char* kind);

 protected:
  v8::Local<v8::Value> async_context(v8::Isolate* isolate) const { return async_context_.Get(isolate); }
  Runtime& runtime() const;

 private:
  CapturedContext async_context_;
};

// A job of the thread pool: Work runs there, Done on the loop's thread inside a CallbackScope.
class WorkRequest : public Request {
 public:
  WorkRequest(v8::Isolate* isolate, const char* kind) : Request(isolate, kind) {}
  void Start();
  // In place of Start, where the work is done already: Done runs in the loop's next turn.
  void StartDone();
  void Cancel() override { uv_cancel(reinterpret_cast<uv_req_t*>(&work_)); }

 protected:
  virtual void Work() = 0;
  virtual void Done(Runtime& runtime, v8::Isolate* isolate) = 0;

 private:
  friend class Loop;
  static void OnWork(uv_work_t* work);
  void Deliver();
  void TraceStart();
  void TraceDone(int status);
  void WorkTraced();
  static void OnDone(uv_work_t* work, int status);
  uv_work_t work_{};
  uint64_t started_in_turn_ = 0;
  observe::PoolTimes times_;
};

}  // namespace eddy::loop
