// A signal handler may do little more than post a semaphore: a thread waits for that, and ends the script.
#include "vm/sigint.h"

#include <semaphore.h>
#include <signal.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace eddy::vm {
namespace {

// Signals belong to the process: all of its threads share one handler, there while any script needs it.
sem_t posted;
std::atomic<int> unhandled = 0;  // signals
std::atomic<bool> stopping = false;

void OnSigint(int) {
  unhandled.fetch_add(1);
  sem_post(&posted);
}

class Handler {
 public:
  void Add(std::shared_ptr<RunningScript> script) {
    std::lock_guard life(life_mutex_);
    bool is_first = IsIdle();
    {
      std::lock_guard lock(mutex_);
      scripts_.push_back(std::move(script));
    }
    if (is_first) Start();
  }

  void Remove(RunningScript& script) {
    std::lock_guard life(life_mutex_);
    {
      std::lock_guard lock(mutex_);
      std::erase_if(scripts_, [&](const auto& each) { return each.get() == &script; });
    }
    if (!IsIdle()) return;
    Stop();
    if (unhandled.exchange(0) > 0) script.NoteLateSigint();
  }

 private:
  bool IsIdle() {
    std::lock_guard lock(mutex_);
    return scripts_.empty();
  }

  void Start() {
    sem_init(&posted, 0, 0);
    stopping = false;
    struct sigaction action = {};
    action.sa_handler = OnSigint;
    sigfillset(&action.sa_mask);
    sigaction(SIGINT, &action, &previous_action_);
    thread_ = std::thread([this] { EndScripts(); });
  }

  void Stop() {
    stopping = true;
    sem_post(&posted);
    thread_.join();
    sigaction(SIGINT, &previous_action_, nullptr);
    sem_destroy(&posted);
  }

  void EndScripts() {
    for (;;) {
      while (sem_wait(&posted) != 0) continue;
      if (stopping) return;
      if (auto script = Newest()) {
        unhandled.fetch_sub(1);
        script->End(RunningScript::Cause::kSigint);
      }
    }
  }

  // Outside the lock it may be ended: that takes as long as native code runs in it, and others may begin meanwhile.
  std::shared_ptr<RunningScript> Newest() {
    std::lock_guard lock(mutex_);
    return scripts_.empty() ? nullptr : scripts_.back();
  }

  std::mutex life_mutex_;  // of the handler and the thread
  struct sigaction previous_action_ = {};
  std::thread thread_;

  std::mutex mutex_;
  std::vector<std::shared_ptr<RunningScript>> scripts_;  // in the order in which they began
};

Handler& SharedHandler() {
  static auto& handler = *new Handler;
  return handler;
}

}  // namespace

EndsOnSigint::EndsOnSigint(std::shared_ptr<RunningScript> script) : script_(std::move(script)) {
  SharedHandler().Add(script_);
}
EndsOnSigint::~EndsOnSigint() { SharedHandler().Remove(*script_); }

}  // namespace eddy::vm
