// A script that other threads may end.
#pragma once
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "v8.h"

namespace eddy::vm {

// Shared with the threads that may end it, and with interrupts, which V8 may run when all of them are gone.
class RunningScript : public std::enable_shared_from_this<RunningScript> {
 public:
  enum class Cause { kTimeout, kSigint };

  explicit RunningScript(v8::Isolate* isolate) : isolate_(isolate) {}

  // Waits for the script, at most this long. Whether it is over.
  bool WaitUntilOver(std::chrono::milliseconds most);
  // Ends the script, and returns when that is done; does nothing when the script is over.
  void End(Cause cause);

  // On the script's own thread: no other one touches its isolate from now on.
  void SetOver();
  // A SIGINT that was meant for the script came too late to end it.
  void NoteLateSigint() { interrupted_ = true; }
  // True when the script is over.
  bool timed_out() const { return timed_out_; }
  bool interrupted() const { return interrupted_; }

 private:
  enum class Answer { kNone, kInBuiltin, kEnded };
  static void OnInterrupt(v8::Isolate* isolate, void* data);

  v8::Isolate* const isolate_;  // used while the script is not over, with the mutex locked
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false, timed_out_ = false, interrupted_ = false;
  Answer answer_ = Answer::kNone;  // to the interrupt that was requested last
};

}  // namespace eddy::vm
