// Tasks that V8 hands out: to the shared workers, or to the loop of the isolate they belong to.
#include "engine/platform.h"

#include <algorithm>
#include <string_view>

#include "engine/check.h"
#include "engine/clock.h"
#include "trace/trace.h"
#include "v8.h"

// Abseil's locks inside V8 look for deadlocks, in a table that costs a start-up as much as three threads would.
// Abseil's own switch for that (absl/synchronization/mutex.h, whose header is not shipped with V8):
namespace absl {
enum class OnDeadlockCycle { kIgnore, kReport, kAbort };
void SetMutexDeadlockDetectionMode(OnDeadlockCycle mode);
}  // namespace absl

namespace eddy::engine {

// --- Foreground tasks. ---

void ForegroundTasks::AttachTo(uv_loop_t* loop, v8::Isolate* isolate, Runner run) {
  isolate_ = isolate;
  run_ = run;
  CHECK(uv_async_init(loop, &wake_, [](uv_async_t* wake) { static_cast<ForegroundTasks*>(wake->data)->RunAll(); }) ==
        0);
  uv_timer_init(loop, &timer_);
  wake_.data = timer_.data = this;
  uv_unref(reinterpret_cast<uv_handle_t*>(&wake_));
  std::lock_guard lock(mutex_);
  attached_ = true;
  if (!tasks_.empty() || !delayed_.empty()) uv_async_send(&wake_);
}

void ForegroundTasks::Detach() {
  std::deque<std::unique_ptr<v8::Task>> dropped;
  std::vector<Delayed> dropped_delayed;
  std::lock_guard lock(mutex_);
  attached_ = false;
  detached_ = true;
  tasks_.swap(dropped);
  delayed_.swap(dropped_delayed);
}

void ForegroundTasks::WakeLocked() {
  if (attached_) uv_async_send(&wake_);
}

void ForegroundTasks::Wake() {
  std::lock_guard lock(mutex_);
  WakeLocked();
}

void ForegroundTasks::WaitForWake() {
  auto* handle = reinterpret_cast<uv_handle_t*>(&wake_);
  uv_ref(handle);
  uv_run(wake_.loop, UV_RUN_ONCE);
  uv_unref(handle);
}

void ForegroundTasks::PostTaskImpl(std::unique_ptr<v8::Task> task, const v8::SourceLocation&) {
  std::lock_guard lock(mutex_);
  if (detached_) return;
  tasks_.push_back(std::move(task));
  WakeLocked();
}

void ForegroundTasks::PostNonNestableTaskImpl(std::unique_ptr<v8::Task> task, const v8::SourceLocation& from) {
  PostTaskImpl(std::move(task), from);
}

void ForegroundTasks::PostDelayedTaskImpl(std::unique_ptr<v8::Task> task, double seconds, const v8::SourceLocation&) {
  std::lock_guard lock(mutex_);
  if (detached_) return;
  delayed_.push_back({std::move(task), uv_hrtime() / 1000000 + static_cast<uint64_t>(seconds * 1000)});
  WakeLocked();  // the loop's thread arms the timer
}

void ForegroundTasks::PostNonNestableDelayedTaskImpl(std::unique_ptr<v8::Task> task, double seconds,
                                                     const v8::SourceLocation& from) {
  PostDelayedTaskImpl(std::move(task), seconds, from);
}

bool ForegroundTasks::RunAll() {
  std::deque<std::unique_ptr<v8::Task>> ready;
  {
    std::lock_guard lock(mutex_);
    ready.swap(tasks_);
    uint64_t now = uv_hrtime() / 1000000;
    auto waiting = std::stable_partition(delayed_.begin(), delayed_.end(),
                                         [now](const Delayed& delayed) { return delayed.due_ms <= now; });
    for (auto it = delayed_.begin(); it != waiting; ++it) ready.push_back(std::move(it->task));
    delayed_.erase(delayed_.begin(), waiting);
    ArmTimer();
  }
  for (auto& task : ready) run_(isolate_, *task);
  return !ready.empty();
}

void ForegroundTasks::ArmTimer() {
  if (delayed_.empty()) return;
  auto nearest = std::min_element(delayed_.begin(), delayed_.end(),
                                  [](const Delayed& a, const Delayed& b) { return a.due_ms < b.due_ms; });
  uint64_t now = uv_hrtime() / 1000000;
  uint64_t wait = nearest->due_ms > now ? nearest->due_ms - now : 1;
  uv_timer_start(
      &timer_, [](uv_timer_t* timer) { static_cast<ForegroundTasks*>(timer->data)->RunAll(); }, wait, 0);
  uv_unref(reinterpret_cast<uv_handle_t*>(&timer_));
}

// --- The platform. ---

namespace {

// Clocks and pages. Has no threads.
class Basics final : public v8::Platform {
 public:
  v8::PageAllocator* GetPageAllocator() override { return v8s_->GetPageAllocator(); }
  double MonotonicallyIncreasingTime() override { return v8s_->MonotonicallyIncreasingTime(); }
  double CurrentClockTimeMillis() override { return clock.wall_ms(); }
  int NumberOfWorkerThreads() override { return 0; }
  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner(v8::Isolate*, v8::TaskPriority) override { return nullptr; }
  v8::TracingController* GetTracingController() override { return v8s_->GetTracingController(); }

 protected:
  std::unique_ptr<v8::JobHandle> CreateJobImpl(v8::TaskPriority, std::unique_ptr<v8::JobTask>,
                                               const v8::SourceLocation&) override {
    return nullptr;
  }
  void PostTaskOnWorkerThreadImpl(v8::TaskPriority, std::unique_ptr<v8::Task>, const v8::SourceLocation&) override {}
  void PostDelayedTaskOnWorkerThreadImpl(v8::TaskPriority, std::unique_ptr<v8::Task>, double,
                                         const v8::SourceLocation&) override {}

 private:
  std::unique_ptr<v8::Platform> v8s_ = v8::platform::NewSingleThreadedDefaultPlatform();
};

// V8 does not say what a task is for, but where it was posted. A job made with this platform, not with the workers'
// own, posts its tasks here, from libplatform.
bool IsAwaited(const v8::SourceLocation& from) {
  std::string_view file = from.FileName() ? from.FileName() : "";
  return file.find("/wasm/") != file.npos || file.find("/libplatform/") != file.npos;
}

// A WebAssembly module makes two jobs for its functions, one behind the other: the baseline compiler's, which
// WebAssembly.compile() waits for, and the optimizing compiler's, for whatever gets warm. No program waits for that.
bool IsTierUp(const v8::SourceLocation& from) {
  if (from.Function() == nullptr || std::string_view(from.Function()) != "InitCompileJob") return false;
  thread_local bool is_second = true;
  return is_second = !is_second;
}

Platform* the_platform = nullptr;
}  // namespace

Platform::Platform(int worker_threads) : worker_threads_(worker_threads), basics_(std::make_unique<Basics>()) {}

v8::Platform& Platform::Workers() {
  std::call_once(workers_started_, [this] {
    workers_ = v8::platform::NewDefaultPlatform(worker_threads_, v8::platform::IdleTaskSupport::kDisabled,
                                                v8::platform::InProcessStackDumping::kDisabled);
    if (on_workers_started_) on_workers_started_();
  });
  return *workers_;
}

class Platform::AwaitedTask final : public v8::Task {
 public:
  AwaitedTask(Platform& platform, std::unique_ptr<v8::Task> task) : platform_(platform), task_(std::move(task)) {
    ++platform_.awaited_work_;
  }
  ~AwaitedTask() override { platform_.AwaitedWorkDone(); }
  void Run() override { task_->Run(); }

 private:
  Platform& platform_;
  std::unique_ptr<v8::Task> task_;
};

void Platform::AwaitedWorkDone() {
  if (--awaited_work_ > 0) return;
  std::lock_guard lock(mutex_);
  for (auto& [isolate, tasks] : foreground_) tasks->Wake();
}

void Platform::PostTaskOnWorkerThreadImpl(v8::TaskPriority priority, std::unique_ptr<v8::Task> task,
                                          const v8::SourceLocation& from) {
  if (IsAwaited(from)) task = std::make_unique<AwaitedTask>(*this, std::move(task));
  Workers().PostTaskOnWorkerThread(priority, std::move(task), from);
}

v8::TracingController* Platform::GetTracingController() { return trace::Controller(); }

Platform& Platform::Get() { return *the_platform; }

void Platform::Initialize(int worker_threads) {
  CHECK(the_platform == nullptr);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  the_platform = new Platform(worker_threads);
  v8::V8::InitializePlatform(the_platform);
  // The snapshot is part of this binary, so its checksum proves nothing; v8.setFlagsFromString changes flags later.
  // A code cache is refused under other flags than it was made with: whoever makes or uses one comes through here.
  v8::V8::SetFlagsFromString("--no-verify-snapshot-checksum --no-freeze-flags-after-init");
  // How many bytes of warm functions make a batch for the baseline compiler. V8's own 4096 come together before a hello
  // world is printed, and then the workers are started, which costs a short program a quarter of its time.
  v8::V8::SetFlagsFromString("--baseline-batch-compilation-threshold=16384");
  // `import source x from './x.wasm'`, as Node 24 has it.
  v8::V8::SetFlagsFromString("--js-source-phase-imports");
  v8::V8::Initialize();
}

void Platform::Dispose() {
  v8::V8::DisposePlatform();
  delete the_platform;
  the_platform = nullptr;
}

// V8 makes its compiler's job with each isolate, and announces it, long before there is something to compile. The
// workers hear of a job when it first has work.
class Platform::LazyJob final : public v8::JobHandle {
 public:
  LazyJob(Platform& platform, v8::TaskPriority priority, std::unique_ptr<v8::JobTask> task)
      : platform_(platform), priority_(priority), task_(std::move(task)) {}

  void NotifyConcurrencyIncrease() override {
    if (auto* real = StartedIfNeeded()) real->NotifyConcurrencyIncrease();
  }
  void Join() override { Real().Join(); }
  void Cancel() override {
    if (auto* real = Started()) return real->Cancel();
    cancelled_ = true;
  }
  void CancelAndDetach() override {
    if (auto* real = Started()) return real->CancelAndDetach();
    cancelled_ = true;
  }
  bool IsActive() override {
    auto* real = Started();
    return real && real->IsActive();
  }
  bool IsValid() override {
    auto* real = Started();
    return real ? real->IsValid() : !cancelled_;
  }
  bool UpdatePriorityEnabled() const override { return false; }

 private:
  v8::JobHandle* Started() {
    std::lock_guard lock(mutex_);
    return real_.get();
  }
  v8::JobHandle& Real() {
    std::lock_guard lock(mutex_);
    return Start();
  }
  v8::JobHandle* StartedIfNeeded() {
    std::lock_guard lock(mutex_);
    return real_ || task_->GetMaxConcurrency(0) > 0 ? &Start() : nullptr;
  }
  v8::JobHandle& Start() {
    if (!real_) real_ = platform_.Workers().CreateJob(priority_, std::move(task_));
    return *real_;
  }

  Platform& platform_;
  const v8::TaskPriority priority_;
  std::mutex mutex_;  // V8 notifies from any thread
  std::unique_ptr<v8::JobTask> task_;
  std::unique_ptr<v8::JobHandle> real_;
  bool cancelled_ = false;
};

std::unique_ptr<v8::JobHandle> Platform::CreateJobImpl(v8::TaskPriority priority, std::unique_ptr<v8::JobTask> job,
                                                       const v8::SourceLocation& from) {
  if (IsAwaited(from) && !IsTierUp(from)) {
    return v8::platform::NewDefaultJobHandle(this, priority, std::move(job), worker_threads_);
  }
  return std::make_unique<LazyJob>(*this, priority, std::move(job));
}

std::shared_ptr<ForegroundTasks> Platform::AddIsolate(v8::Isolate* isolate) {
  std::lock_guard lock(mutex_);
  return foreground_[isolate] = std::make_shared<ForegroundTasks>();
}

void Platform::RemoveIsolate(v8::Isolate* isolate) {
  std::lock_guard lock(mutex_);
  foreground_.erase(isolate);
}

std::shared_ptr<v8::TaskRunner> Platform::GetForegroundTaskRunner(v8::Isolate* isolate, v8::TaskPriority) {
  std::lock_guard lock(mutex_);
  auto found = foreground_.find(isolate);
  CHECK(found != foreground_.end());
  return found->second;
}

}  // namespace eddy::engine
