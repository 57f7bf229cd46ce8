// How a fuzzed loop turns. libuv does one turn after the other without waiting; before each, timers that are due by the
// loop's own time run, then a job of the pool at a time and the results that wait no longer. When nothing is left to do
// without waiting, time jumps to the next timer, unless something outside of the process may come first: a child, a
// file that is watched, a socket whose other end is not ours. For that the loop waits, and time is the machine's.
#pragma once
#include <uv.h>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "loop/schedule.h"

namespace eddy::loop {

class Loop;

class FuzzedRun {
 public:
  // What the pool does, and what follows on the loop's thread; one of `deliver` and `drop` is called.
  struct Work {
    std::function<void()> run;      // on a thread of its own
    std::function<void()> deliver;  // calls back
    std::function<void()> drop;     // the loop was closed
  };

  // This thread's.
  static FuzzedRun& Of();
  ~FuzzedRun();

  void Run(Loop& loop);
  void Queue(Loop& loop, const Resource* resource, Work work);
  // In place of uv_timer_start: `timer` is active, and `on_timers` called when it is due.
  void StartTimer(uv_timer_t* timer, uv_timer_cb on_timers, uint64_t delay_ms);
  // Drops what has not come back.
  void Close();

 private:
  class Thread;
  struct Job {
    Schedule::Event begin, result;
    Work work;
    const Resource* resource;
    std::shared_ptr<Thread> thread;  // runs it, and has not ended for long
    bool is_done = false;
  };

  FuzzedRun();
  void Turn(Loop& loop);
  void RunTimers();
  void BeginJobs(size_t count);
  void DeliverResults(Loop& loop);
  bool WouldWait(Loop& loop) const;
  void Wait(Loop& loop, uint64_t until_ms);
  void WaitOrJump(Loop& loop);
  bool HasBusyThread() const;
  void Keep(Loop& loop);

  std::deque<std::unique_ptr<Job>> waiting_, in_pool_;
  std::vector<std::shared_ptr<Thread>> threads_;
  const size_t pool_size_;
  uv_timer_t* timer_ = nullptr;
  uv_timer_cb on_timers_ = nullptr;
  uint64_t due_ms_ = UINT64_MAX;
  bool timers_wait_ = false;
  uv_prepare_t kept_;  // active while something is to be delivered: the loop does not end
  bool has_kept_ = false;
  int quiet_turns_ = 0;
};

}  // namespace eddy::loop
