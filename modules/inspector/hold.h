// For what must be whole before the next task of a TaskQueue runs, though it runs JavaScript, which tasks interrupt.
#pragma once

namespace eddy::inspector {

class TaskQueue;

// While it lives, interrupts leave this thread's tasks in the queue.
class Hold {
 public:
  explicit Hold(TaskQueue& queue);
  ~Hold();
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

 private:
  TaskQueue& queue_;
};

}  // namespace eddy::inspector
