#include "inspector/task_queue.h"

#include <algorithm>
#include <utility>

#include "engine/platform.h"
#include "inspector/hold.h"
#include "loop/callback_scope.h"
#include "runtime/runtime.h"

namespace eddy::inspector {

// In the isolate's queue of foreground tasks, which its loop runs. What the tasks gave the promise jobs to do is done
// behind them.
class TaskQueue::WakeTask final : public v8::Task {
 public:
  explicit WakeTask(std::shared_ptr<TaskQueue> queue) : queue_(std::move(queue)) {}
  void Run() override {
    v8::Isolate* isolate = v8::Isolate::GetCurrent();
    v8::HandleScope handles(isolate);
    loop::CallbackScope scope(Runtime::Of(isolate));
    queue_->RunAll();
  }

 private:
  std::shared_ptr<TaskQueue> queue_;
};

thread_local const Hold* Hold::innermost = nullptr;

Hold::Hold(TaskQueue& queue, What what)
    : queue_(queue),
      outer_(std::exchange(innermost, this)),
      what_(outer_ && outer_->what_ == What::kAll ? What::kAll : what) {}

// What was left has lost its interrupt.
Hold::~Hold() {
  innermost = outer_;
  queue_.Post([] {});
}

TaskQueue::TaskQueue(Runtime& runtime) : runtime_(&runtime) {}

bool TaskQueue::Post(Task task, Kind kind) {
  std::lock_guard lock(mutex_);
  if (runtime_ == nullptr) return false;
  tasks_.push_back({std::move(task), kind});
  changed_.notify_all();
  // Whichever comes first finds the task, the others find none.
  v8::Isolate* isolate = runtime_->isolate();
  auto interrupt = [](v8::Isolate*, void* queue) { static_cast<TaskQueue*>(queue)->RunWhatMayInterrupt(); };
  isolate->RequestInterrupt(interrupt, this);
  auto runner = engine::Platform::Get().GetForegroundTaskRunner(isolate, v8::TaskPriority::kUserBlocking);
  runner->PostTask(std::make_unique<WakeTask>(shared_from_this()));
  return true;
}

void TaskQueue::Wake() {
  std::lock_guard lock(mutex_);
  changed_.notify_all();
}

bool TaskQueue::RunNext(bool only_ends) {
  Task task;
  {
    std::lock_guard lock(mutex_);
    if (runtime_ == nullptr) return false;
    auto next =
        std::ranges::find_if(tasks_, [&](const Entry& entry) { return !only_ends || entry.kind == Kind::kEnd; });
    if (next == tasks_.end()) return false;
    task = std::move(next->task);
    tasks_.erase(next);
  }
  task();
  return true;
}

bool TaskQueue::RunOne() { return RunNext(false); }

void TaskQueue::RunAll() {
  while (RunOne()) continue;
}

void TaskQueue::RunWhatMayInterrupt() {
  const Hold* hold = Hold::innermost;
  if (hold == nullptr) return RunAll();
  if (hold->what_ == Hold::What::kAll) return;
  while (RunNext(true)) continue;
}

bool TaskQueue::Wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return runtime_ == nullptr || !tasks_.empty() || runtime_->stopping(); });
  return runtime_ != nullptr && !runtime_->stopping();
}

void TaskQueue::Close() {
  std::deque<Entry> dropped;
  std::lock_guard lock(mutex_);
  runtime_ = nullptr;
  dropped.swap(tasks_);
  changed_.notify_all();
}

}  // namespace eddy::inspector
