// What other threads have a thread's inspector do: run as soon as the thread comes to a safe place, whether it runs
// JavaScript, waits in its loop or is paused.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

#include "v8.h"

namespace eddy {
class Runtime;
}

namespace eddy::inspector {

class TaskQueue : public std::enable_shared_from_this<TaskQueue> {
 public:
  using Task = std::function<void()>;
  enum class Kind { kOrdinary, kEnd };  // kEnd: it ends what runs, and may interrupt what nothing else may (hold.h)

  // Of a task that dispatches `message`, a client's.
  static Kind KindOf(std::string_view message) {
    return message.find("Runtime.terminateExecution") == message.npos ? Kind::kOrdinary : Kind::kEnd;
  }

  explicit TaskQueue(Runtime& runtime);

  // From any thread. False: the thread has ended, the task is dropped.
  bool Post(Task task, Kind kind = Kind::kOrdinary);
  // Has Wait return, when the thread shall stop.
  void Wake();

  // --- On the thread itself. ---
  void RunAll();
  bool RunOne();  // was there one?
  // Waits until there is a task, or the runtime stops. False: it stops.
  bool Wait();
  // No more tasks.
  void Close();

 private:
  class WakeTask;
  struct Entry {
    Task task;
    Kind kind;
  };
  void RunWhatMayInterrupt();
  bool RunNext(bool only_ends);  // was there one?

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Entry> tasks_;
  Runtime* runtime_;  // nullptr: closed
};

}  // namespace eddy::inspector
