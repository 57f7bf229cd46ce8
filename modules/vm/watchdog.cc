// A thread sleeps until the time is over or the script is. For SIGINT another thread waits for what the signal handler
// posts, since a handler may do little more than that. Either has V8 interrupt the script, which is then ended where it
// runs code of the program's own: a stream that is stopped between two of its steps would never write again.
#include "vm/watchdog.h"

#include <semaphore.h>
#include <signal.h>

#include <chrono>
#include <condition_variable>
#include <string_view>

#include "runtime/runtime.h"

namespace eddy::vm {
namespace {

// Signals belong to the process: there is one semaphore, and one script at a time that takes SIGINT.
sem_t sigint_posted;
struct sigaction previous_action;
std::mutex sigint_owner;
thread_local bool takes_sigint = false;  // a script within a script leaves SIGINT to the outer one

void PostSigint(int) { sem_post(&sigint_posted); }

void TakeSigint() {
  sigint_owner.lock();
  takes_sigint = true;
  sem_init(&sigint_posted, 0, 0);
  struct sigaction action = {};
  action.sa_handler = PostSigint;
  sigfillset(&action.sa_mask);
  sigaction(SIGINT, &action, &previous_action);
}

void GiveSigintBack() {
  sigaction(SIGINT, &previous_action, nullptr);
  sem_destroy(&sigint_posted);
  takes_sigint = false;
  sigint_owner.unlock();
}

// Built-in code that runs on by itself, as a comparison of large objects does, is ended after so many attempts. They
// are apart so that the script moves on in between: V8 calls an interrupt that is requested during another at the same
// place.
constexpr int kAttempts = 40;
constexpr std::chrono::milliseconds kBetweenAttempts(1);

// Whether the script has called a built-in function that has not returned. It may have called back code of the program.
bool IsInBuiltin(v8::Isolate* isolate) {
  constexpr int kFrames = 100;
  v8::HandleScope handles(isolate);
  auto options = static_cast<v8::StackTrace::StackTraceOptions>(v8::StackTrace::kScriptName |
                                                                v8::StackTrace::kExposeFramesAcrossSecurityOrigins);
  auto stack = v8::StackTrace::CurrentStackTrace(isolate, kFrames, options);
  for (int i = 0; i < stack->GetFrameCount(); ++i) {
    v8::Local<v8::String> name = stack->GetFrame(isolate, i)->GetScriptName();
    if (name.IsEmpty()) continue;
    v8::String::Utf8Value utf8(isolate, name);
    std::string_view text(*utf8, utf8.length());
    if (text == "node:vm" || text.starts_with("node:internal/vm/")) return false;  // what runs the script
    if (text.starts_with("node:")) return true;
  }
  return false;
}

}  // namespace

// Shared with the interrupts, which V8 may run when the watchdog is gone.
struct Watchdog::Script {
  enum Answer { kNone, kInBuiltin, kEnded };

  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  Answer answer = kNone;  // to the interrupt that was requested last

  // On the script's own thread.
  static void OnInterrupt(v8::Isolate* isolate, void* data) {
    std::unique_ptr<std::shared_ptr<Script>> owned(static_cast<std::shared_ptr<Script>*>(data));
    Script& script = **owned;
    std::lock_guard lock(script.mutex);
    if (script.over) return;
    script.answer = IsInBuiltin(isolate) ? kInBuiltin : kEnded;
    if (script.answer == kEnded) isolate->TerminateExecution();
    script.changed.notify_all();
  }
};

Watchdog::Watchdog(v8::Isolate* isolate, uint64_t timeout_ms, bool on_sigint)
    : isolate_(isolate),
      timeout_ms_(timeout_ms),
      on_sigint_(on_sigint && !takes_sigint),
      script_(std::make_shared<Script>()) {
  if (timeout_ms_ > 0) thread_ = std::thread([this] { WatchTime(); });
  if (!on_sigint_) return;
  TakeSigint();
  sigint_thread_ = std::thread([this] { WatchSigint(); });
}

Watchdog::~Watchdog() { Stop(); }

void Watchdog::WatchTime() {
  std::unique_lock lock(script_->mutex);
  bool in_time =
      script_->changed.wait_for(lock, std::chrono::milliseconds(timeout_ms_), [this] { return script_->over; });
  if (in_time) return;
  timed_out_ = true;
  End(lock);
}

void Watchdog::WatchSigint() {
  while (sem_wait(&sigint_posted) != 0) continue;
  std::unique_lock lock(script_->mutex);
  if (script_->over) return;
  interrupted_ = true;
  End(lock);
}

void Watchdog::End(std::unique_lock<std::mutex>& lock) {
  Script& script = *script_;
  for (int i = 0; i < kAttempts && !script.over; ++i) {
    script.answer = Script::kNone;
    isolate_->RequestInterrupt(Script::OnInterrupt, std::make_unique<std::shared_ptr<Script>>(script_).release());
    script.changed.wait(lock, [&] { return script.over || script.answer != Script::kNone; });
    if (script.answer == Script::kEnded) return;
    script.changed.wait_for(lock, kBetweenAttempts, [&] { return script.over; });
  }
  if (!script.over) isolate_->TerminateExecution();
}

void Watchdog::Stop() {
  if (joined_) return;
  joined_ = true;
  {
    std::lock_guard lock(script_->mutex);
    script_->over = true;
  }
  script_->changed.notify_all();
  if (thread_.joinable()) thread_.join();
  if (on_sigint_) {
    sem_post(&sigint_posted);
    sigint_thread_.join();
    // The thread took one post. Another one left means that a signal came, perhaps too late to stop the script.
    int left = 0;
    sem_getvalue(&sigint_posted, &left);
    if (left > 0) interrupted_ = true;
    GiveSigintBack();
  }
  if (!timed_out_ && !interrupted_) return;
  isolate_->CancelTerminateExecution();
  if (Runtime::Of(isolate_).stopping()) isolate_->TerminateExecution();  // a worker that is to end ends
}

}  // namespace eddy::vm
