#include "inspector/task_queue.h"

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

static thread_local bool holds = false;

Hold::Hold(TaskQueue& queue) : queue_(queue) { holds = true; }

// What was left has lost its interrupt.
Hold::~Hold() {
  holds = false;
  queue_.Post([] {});
}

TaskQueue::TaskQueue(Runtime& runtime) : runtime_(&runtime) {}

bool TaskQueue::Post(Task task) {
  std::lock_guard lock(mutex_);
  if (runtime_ == nullptr) return false;
  tasks_.push_back(std::move(task));
  changed_.notify_all();
  // Whichever comes first finds the task, the others find none.
  v8::Isolate* isolate = runtime_->isolate();
  auto interrupt = [](v8::Isolate*, void* queue) {
    if (!holds) static_cast<TaskQueue*>(queue)->RunAll();
  };
  isolate->RequestInterrupt(interrupt, this);
  auto runner = engine::Platform::Get().GetForegroundTaskRunner(isolate, v8::TaskPriority::kUserBlocking);
  runner->PostTask(std::make_unique<WakeTask>(shared_from_this()));
  return true;
}

void TaskQueue::Wake() {
  std::lock_guard lock(mutex_);
  changed_.notify_all();
}

bool TaskQueue::RunOne() {
  Task task;
  {
    std::lock_guard lock(mutex_);
    if (runtime_ == nullptr || tasks_.empty()) return false;
    task = std::move(tasks_.front());
    tasks_.pop_front();
  }
  task();
  return true;
}

void TaskQueue::RunAll() {
  while (RunOne()) continue;
}

bool TaskQueue::Wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return runtime_ == nullptr || !tasks_.empty() || runtime_->stopping(); });
  return runtime_ != nullptr && !runtime_->stopping();
}

void TaskQueue::Close() {
  std::deque<Task> dropped;
  std::lock_guard lock(mutex_);
  runtime_ = nullptr;
  dropped.swap(tasks_);
  changed_.notify_all();
}

}  // namespace eddy::inspector
