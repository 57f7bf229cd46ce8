// Work that waits until the ticks and promise jobs of a callback are done: what was gathered meanwhile goes out in one
// piece.
#pragma once

namespace eddy::loop {

class AfterTicks {
 public:
  virtual void OnTicksDone() = 0;  // may call JavaScript, through a CallbackScope
  // Calls OnTicksDone once, when this thread's outermost CallbackScope has drained; this has to live until then.
  void CallAfterTicks();

 protected:
  ~AfterTicks() = default;
};

// Whether there was any. For CallbackScope.
bool RunAfterTicks();

}  // namespace eddy::loop
