// Ends a script that runs too long, or that the user interrupts.
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

#include "v8.h"

namespace eddy::vm {

class Watchdog {
 public:
  // `timeout_ms` 0: no limit. `on_sigint`: SIGINT ends the script too; its other handlers do not run meanwhile.
  Watchdog(v8::Isolate* isolate, uint64_t timeout_ms, bool on_sigint);
  ~Watchdog();  // stops watching
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Stops watching. Afterwards one of the two may be true, and execution of JavaScript goes on normally.
  void Stop();
  bool timed_out() const { return timed_out_; }
  bool interrupted() const { return interrupted_; }

 private:
  struct Script;

  void WatchTime();
  void WatchSigint();
  void End(std::unique_lock<std::mutex>& lock);

  v8::Isolate* const isolate_;
  const uint64_t timeout_ms_;
  const bool on_sigint_;
  bool timed_out_ = false, interrupted_ = false, joined_ = false;
  const std::shared_ptr<Script> script_;
  std::thread thread_, sigint_thread_;
};

}  // namespace eddy::vm
