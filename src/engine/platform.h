// V8's platform: worker threads shared by all isolates of the process, foreground tasks run by the isolate's own loop.
#pragma once
#include <uv.h>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "libplatform/libplatform.h"
#include "v8-platform.h"

namespace eddy::engine {

// The queue of one isolate's foreground tasks. Any thread posts; the loop's thread runs them, woken by a uv async
// handle that keeps the loop alive only while a thread waits in WaitForWake.
class ForegroundTasks final : public v8::TaskRunner {
 public:
  bool IdleTasksEnabled() override { return false; }
  bool NonNestableTasksEnabled() const override { return true; }
  bool NonNestableDelayedTasksEnabled() const override { return true; }

  // Runs one task on the loop's thread, with all that belongs around a call into JavaScript.
  using Runner = void (*)(v8::Isolate* isolate, v8::Task& task);

  void AttachTo(uv_loop_t* loop, v8::Isolate* isolate, Runner run);  // tasks posted before wait for this
  void Detach();       // to be called before the loop closes: later tasks are dropped
  bool RunAll();       // was there any?
  void WaitForWake();  // turns the loop once, waiting for a task, for Wake or for whatever else the loop waits for
  void Wake();         // from any thread

 protected:
  void PostTaskImpl(std::unique_ptr<v8::Task> task, const v8::SourceLocation&) override;
  void PostNonNestableTaskImpl(std::unique_ptr<v8::Task> task, const v8::SourceLocation& from) override;
  void PostDelayedTaskImpl(std::unique_ptr<v8::Task> task, double seconds, const v8::SourceLocation&) override;
  void PostNonNestableDelayedTaskImpl(std::unique_ptr<v8::Task> task, double seconds,
                                      const v8::SourceLocation& from) override;

 private:
  struct Delayed {
    std::unique_ptr<v8::Task> task;
    uint64_t due_ms;
  };
  void WakeLocked();
  void ArmTimer();

  std::mutex mutex_;
  std::deque<std::unique_ptr<v8::Task>> tasks_;
  std::vector<Delayed> delayed_;
  bool attached_ = false, detached_ = false;
  v8::Isolate* isolate_ = nullptr;
  Runner run_ = nullptr;
  uv_async_t wake_;
  uv_timer_t timer_;
};

class Platform final : public v8::Platform {
 public:
  // The process's one platform, made by Initialize.
  static Platform& Get();
  // Makes the platform and initializes V8.
  static void Initialize(int worker_threads);
  static void Dispose();

  // `what` is done once, when the first task for the workers starts them; on any thread.
  void OnWorkersStarted(std::function<void()> what) { on_workers_started_ = std::move(what); }

  std::shared_ptr<ForegroundTasks> AddIsolate(v8::Isolate* isolate);
  void RemoveIsolate(v8::Isolate* isolate);
  // Is work under way on the workers that a program waits for (it compiles WebAssembly)? A program does not end before
  // it is done; when it is, every isolate's queue is woken.
  bool HasAwaitedWork() const { return awaited_work_ > 0; }

  v8::PageAllocator* GetPageAllocator() override { return basics_->GetPageAllocator(); }
  int NumberOfWorkerThreads() override { return worker_threads_; }
  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner(v8::Isolate* isolate, v8::TaskPriority) override;
  bool IdleTasksEnabled(v8::Isolate*) override { return false; }
  double MonotonicallyIncreasingTime() override { return basics_->MonotonicallyIncreasingTime(); }
  double CurrentClockTimeMillis() override { return basics_->CurrentClockTimeMillis(); }
  v8::TracingController* GetTracingController() override;

 protected:
  std::unique_ptr<v8::JobHandle> CreateJobImpl(v8::TaskPriority priority, std::unique_ptr<v8::JobTask> job,
                                               const v8::SourceLocation& from) override;
  void PostTaskOnWorkerThreadImpl(v8::TaskPriority priority, std::unique_ptr<v8::Task> task,
                                  const v8::SourceLocation& from) override;
  void PostDelayedTaskOnWorkerThreadImpl(v8::TaskPriority, std::unique_ptr<v8::Task> task, double seconds,
                                         const v8::SourceLocation&) override {
    Workers().CallDelayedOnWorkerThread(std::move(task), seconds);
  }

 private:
  class LazyJob;
  class AwaitedTask;
  explicit Platform(int worker_threads);
  v8::Platform& Workers();
  void AwaitedWorkDone();

  const int worker_threads_;
  std::unique_ptr<v8::Platform> basics_;  // clock and pages; has no threads
  std::function<void()> on_workers_started_;
  std::once_flag workers_started_;
  std::unique_ptr<v8::Platform> workers_;  // started by the first task: a short program ends without one
  std::atomic<int> awaited_work_ = 0;
  std::mutex mutex_;
  std::unordered_map<v8::Isolate*, std::shared_ptr<ForegroundTasks>> foreground_;
};

}  // namespace eddy::engine
