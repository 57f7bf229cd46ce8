// Ends a script that runs too long, or that the user interrupts.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>

#include "v8.h"
#include "vm/running_script.h"
#include "vm/sigint.h"

namespace eddy::vm {

class Watchdog {
 public:
  // `timeout_ms`, below 2^32; 0: no limit. `on_sigint`: SIGINT ends the script too; its other handlers do not run
  // meanwhile.
  Watchdog(v8::Isolate* isolate, uint64_t timeout_ms, bool on_sigint);
  ~Watchdog();  // stops watching
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Stops watching. Afterwards one of the two may be true, and execution of JavaScript goes on normally.
  void Stop();
  bool timed_out() const { return script_->timed_out(); }
  bool interrupted() const { return script_->interrupted(); }

 private:
  v8::Isolate* const isolate_;
  const std::shared_ptr<RunningScript> script_;
  bool stopped_ = false;
  std::thread timer_;
  std::optional<EndsOnSigint> sigint_;
};

}  // namespace eddy::vm
