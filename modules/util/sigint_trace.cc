// --trace-sigint and util.setTraceSigInt: SIGINT ends the process as ever, but first prints where the program was. The
// signal's handler may do little more than to wake a thread; that one asks V8 and the loop, and whichever comes by
// first, running JavaScript or the turn of an idle loop, prints and dies.
#include <semaphore.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <thread>

#include "bind/module.h"
#include "runtime/exit_trace.h"
#include "runtime/runtime.h"
#include "runtime/terminal.h"

namespace eddy {
namespace {

sem_t sigint_posted;  // signals belong to the process, and only its main thread has a trace

void PostSigint(int) { sem_post(&sigint_posted); }

[[noreturn]] void PrintTraceAndDie(Runtime& runtime) {
  PrintSigintTrace(runtime);
  RestoreTerminal();
  signal(SIGINT, SIG_DFL);
  raise(SIGINT);
  _exit(128 + SIGINT);  // SIGINT was blocked
}

class IdleLoop final : public loop::Mailbox::Recipient {
 public:
  explicit IdleLoop(Runtime& runtime) : runtime_(runtime) {}
  void Deliver() override { PrintTraceAndDie(runtime_); }

 private:
  Runtime& runtime_;
};

class SigintTrace : public bind::Object<SigintTrace> {
 public:
  explicit SigintTrace(Runtime& runtime) : runtime_(runtime), idle_(std::make_shared<IdleLoop>(runtime)) {}
  ~SigintTrace() override { Stop(); }

  void Start() {
    if (thread_.joinable()) return;
    sem_init(&sigint_posted, 0, 0);
    stopped_ = false;
    loop::Mailbox& mailbox = runtime_.loop().mailbox();  // made by the loop's own thread
    thread_ = std::thread([this, &mailbox] { Wait(mailbox); });
    struct sigaction action = {};
    action.sa_handler = PostSigint;
    sigfillset(&action.sa_mask);
    sigaction(SIGINT, &action, &previous_);
  }

  void Stop() {
    if (!thread_.joinable()) return;
    sigaction(SIGINT, &previous_, nullptr);
    stopped_ = true;
    sem_post(&sigint_posted);
    thread_.join();
    sem_destroy(&sigint_posted);
  }

 private:
  void Wait(loop::Mailbox& mailbox) {
    while (sem_wait(&sigint_posted) != 0) continue;
    if (stopped_) return;
    auto interrupt = [](v8::Isolate* isolate, void*) { PrintTraceAndDie(Runtime::Of(isolate)); };
    runtime_.isolate()->RequestInterrupt(interrupt, nullptr);
    mailbox.Announce(idle_);
  }

  Runtime& runtime_;
  const std::shared_ptr<IdleLoop> idle_;
  std::atomic<bool> stopped_ = false;
  struct sigaction previous_ = {};
  std::thread thread_;
};

}  // namespace

EDDY_MODULE(sigint_trace) {
  Class<SigintTrace>("SigintTrace")
      .Constructor<Runtime&>()
      .Method<&SigintTrace::Start>("start")
      .Method<&SigintTrace::Stop>("stop");
}

}  // namespace eddy
