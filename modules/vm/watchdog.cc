#include "vm/watchdog.h"

#include <chrono>

#include "runtime/runtime.h"

namespace eddy::vm {

Watchdog::Watchdog(v8::Isolate* isolate, uint64_t timeout_ms, bool on_sigint)
    : isolate_(isolate), script_(std::make_shared<RunningScript>(isolate)) {
  if (timeout_ms > 0) {
    timer_ = std::thread([script = script_, most = std::chrono::milliseconds(timeout_ms)] {
      if (!script->WaitUntilOver(most)) script->End(RunningScript::Cause::kTimeout);
    });
  }
  if (on_sigint) sigint_.emplace(script_);
}

Watchdog::~Watchdog() { Stop(); }

void Watchdog::Stop() {
  if (stopped_) return;
  stopped_ = true;
  script_->SetOver();
  if (timer_.joinable()) timer_.join();
  sigint_.reset();
  if (!timed_out() && !interrupted()) return;
  isolate_->CancelTerminateExecution();
  if (Runtime::Of(isolate_).stopping()) isolate_->TerminateExecution();  // a worker that is to end ends
}

}  // namespace eddy::vm
