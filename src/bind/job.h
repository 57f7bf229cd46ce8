// Work for the thread pool. A function that returns a Job<T> has three forms in JavaScript, from one declaration:
// without a further argument it runs here and throws; with a callback or null it runs on the pool.
#pragma once
#include <functional>
#include <memory>

#include "bind/convert.h"
#include "loop/loop.h"
#include "loop/request.h"

namespace eddy::bind {

// The work itself: touches no V8 value, since it may run on any thread.
template <class T>
class Job {
 public:
  // `kind` is the name under which process.getActiveResourcesInfo and the loop's observer list it, `promise_kind` that
  // of the form with a promise.
  template <class F>
  Job(F work, const char* kind = "WorkRequest", const char* promise_kind = nullptr)  // NOLINT: a lambda is a Job
      : work_(std::move(work)), kind_(kind), promise_kind_(promise_kind ? promise_kind : kind) {}
  // `at_once` answers on the loop's own thread where that takes no wait, and gives nothing where it might.
  template <class F, class Quick>
  Job(F work, Quick at_once, const char* kind, const char* promise_kind)
      : work_(std::move(work)), at_once_(std::move(at_once)), kind_(kind), promise_kind_(promise_kind) {}
  Result<T> operator()() { return work_(); }
  bool may_be_at_once() const { return static_cast<bool>(at_once_); }
  std::optional<Result<T>> AtOnce() { return at_once_(); }
  const char* kind(v8::Local<v8::Value> target) const { return target->IsFunction() ? kind_ : promise_kind_; }

 private:
  std::function<Result<T>()> work_;
  std::function<std::optional<Result<T>>()> at_once_;
  const char* kind_;
  const char* promise_kind_;
};

// How a finished request reaches JavaScript: callback(error, value) or a promise.
class Completion {
 public:
  // `target` is a function, or null for a promise. An exception is pending when the result is empty.
  Completion(v8::Isolate* isolate, v8::Local<v8::Value> target);
  v8::Local<v8::Value> promise(v8::Isolate* isolate) const;  // empty for a callback
  // `error` is null on success; `value` is empty when the operation has none: callback(null).
  void Finish(Runtime& runtime, v8::Local<v8::Value> error, v8::Local<v8::Value> value);

 private:
  v8::Global<v8::Function> callback_;
  v8::Global<v8::Promise::Resolver> resolver_;
};

template <class T>
class JobRequest final : public loop::WorkRequest {
 public:
  JobRequest(v8::Isolate* isolate, Job<T> job, v8::Local<v8::Value> target)
      : WorkRequest(isolate, job.kind(target)), job_(std::move(job)), completion_(isolate, target) {}
  v8::Local<v8::Value> promise(v8::Isolate* isolate) const { return completion_.promise(isolate); }
  void Begin() {
    if (job_.may_be_at_once() && loop().MayDoAtOnce()) result_ = job_.AtOnce();
    result_ ? StartDone() : Start();
  }

 private:
  void Work() override { result_.emplace(job_()); }
  void Done(Runtime& runtime, v8::Isolate* isolate) override {
    v8::Local<v8::Value> error = v8::Null(isolate), value;
    if (!result_->ok()) {
      error = result_->error().ToException(isolate);
    } else if constexpr (!std::is_void_v<T>) {
      v8::TryCatch try_catch(isolate);  // a text too long for a string
      value = Convert<T>::To(isolate, result_->value());
      if (try_catch.HasTerminated()) return;
      if (try_catch.HasCaught()) error = try_catch.Exception();
    }
    completion_.Finish(runtime, error, value);
  }

  Job<T> job_;
  std::optional<Result<T>> result_;
  Completion completion_;
};

// Starts `job` on the pool. Returns the promise when `target` is null, otherwise nothing.
template <class T>
v8::Local<v8::Value> RunOnPool(v8::Isolate* isolate, Job<T> job, v8::Local<v8::Value> target) {
  auto* request = new JobRequest<T>(isolate, std::move(job), target);  // deletes itself when done
  auto promise = request->promise(isolate);
  request->Begin();
  return promise;
}

}  // namespace eddy::bind
