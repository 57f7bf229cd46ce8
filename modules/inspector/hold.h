// For what must have come to its end before the next task of a TaskQueue runs, though it runs JavaScript, which tasks
// interrupt.
#pragma once

namespace eddy::inspector {

class TaskQueue;

// While it lives, interrupts leave this thread's tasks in the queue: all of them, or all but those that end what runs.
class Hold {
 public:
  enum class What { kAll, kAllButEnds };

  explicit Hold(TaskQueue& queue, What what = What::kAll);
  ~Hold();
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

 private:
  friend TaskQueue;
  static thread_local const Hold* innermost;

  TaskQueue& queue_;
  const Hold* outer_;
  const What what_;
};

}  // namespace eddy::inspector
