// The handler wakes a thread, as nothing it would do itself is safe there; the thread interrupts the main one.
#include "inspector/signal.h"

#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>

#include "engine/platform.h"
#include "inspector/start.h"
#include "inspector/threads.h"
#include "loop/callback_scope.h"
#include "loop/loop.h"
#include "loop/server.h"
#include "runtime/runtime.h"

namespace eddy::inspector {
namespace {

sem_t arrived;  // posted once for each signal
std::atomic<int> debuggers_asked = 0, questions_asked = 0;
bool caught = false;

void* WaitForSignals(void* data) {
  auto* runtime = static_cast<Runtime*>(data);
  auto queue = threads::Main()->queue;
  while (true) {
    while (sem_wait(&arrived) != 0 && errno == EINTR) continue;
    if (questions_asked.exchange(0) > 0) loop_questions::OnSignal();
    if (debuggers_asked.exchange(0) > 0 && !queue->Post([runtime] { CallStart(*runtime, "startOnSignal"); }))
      return nullptr;
  }
}

// It waits, and posts a task now and then. All signals are the other threads'.
void StartThread(Runtime& runtime) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, std::max<size_t>(PTHREAD_STACK_MIN, 256 * 1024));
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  pthread_create(&thread, &attributes, WaitForSignals, &runtime);
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

// Unless there is a handler already.
template <std::atomic<int>& count>
void Catch(int signal) {
  struct sigaction current, action{};
  if (sigaction(signal, nullptr, &current) != 0 || current.sa_handler != SIG_DFL) return;
  action.sa_handler = [](int) {
    int error = errno;
    count.fetch_add(1, std::memory_order_relaxed);
    sem_post(&arrived);
    errno = error;
  };
  action.sa_flags = SA_RESTART;
  if (sigaction(signal, &action, nullptr) == 0) caught = true;
}

}  // namespace

void CatchSignals(bool catches_sigusr1) {
  if (sem_init(&arrived, 0, 0) != 0) return;
  if (catches_sigusr1) Catch<debuggers_asked>(SIGUSR1);
  Catch<questions_asked>(loop_questions::Signal());
}

void ListenForSignals(Runtime& runtime) {
  if (!caught) return;
  threads::Own(runtime);
  // A hello world has no time for a thread. An endless loop gets hot, and then has V8's workers compile.
  auto start = [&runtime] {
    static std::once_flag started;
    std::call_once(started, [&] { StartThread(runtime); });
  };
  runtime.loop().BeforeFirstWait(start);
  engine::Platform::Get().OnWorkersStarted(start);
}

}  // namespace eddy::inspector
