// A thread sleeps until the time is over or the script is. For SIGINT another thread waits for what the signal handler
// posts, since a handler may do little more than that.
#include "vm/watchdog.h"

#include <semaphore.h>
#include <signal.h>

#include <chrono>

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

}  // namespace

Watchdog::Watchdog(v8::Isolate* isolate, uint64_t timeout_ms, bool on_sigint)
    : isolate_(isolate), timeout_ms_(timeout_ms), on_sigint_(on_sigint && !takes_sigint) {
  if (timeout_ms_ > 0) thread_ = std::thread([this] { Watch(); });
  if (!on_sigint_) return;
  TakeSigint();
  sigint_thread_ = std::thread([this] {
    while (sem_wait(&sigint_posted) != 0) continue;
    std::lock_guard<std::mutex> lock(mutex_);
    if (stopped_) return;
    interrupted_ = true;
    isolate_->TerminateExecution();
  });
}

Watchdog::~Watchdog() { Stop(); }

void Watchdog::Watch() {
  std::unique_lock<std::mutex> lock(mutex_);
  bool in_time = changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms_), [this] { return stopped_; });
  if (in_time) return;
  timed_out_ = true;
  isolate_->TerminateExecution();
}

void Watchdog::Stop() {
  if (joined_) return;
  joined_ = true;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
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
