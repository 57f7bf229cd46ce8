// Who sees what one thread's loop does: the Watch, a Recorder. The loop knows one observer, which passes on to all of
// them what it learns, and what callers note (note.h).
#pragma once
#include <string_view>

#include "loop/observer.h"
#include "observe/pool_times.h"
#include "v8.h"

namespace eddy {
class Runtime;
}
namespace eddy::loop {
class Loop;
class WorkRequest;
}  // namespace eddy::loop

namespace eddy::observe {

// Of callbacks that JavaScript calls in a row, what the next one is. The numbers stand again in base/observing.
enum class Step : int32_t { kTimer, kImmediate };

class Listener {
 public:
  virtual ~Listener() = default;
  // --- What the loop does (loop/observer.h). `now`: nanoseconds of the monotonic clock, read once for all listeners.
  virtual void TurnBegin(uint64_t /*now*/) {}
  virtual void PhaseBegin(loop::Phase) {}
  virtual void PhaseEnd(loop::Phase) {}
  virtual void CallbackBegin(uint64_t /*now*/) {}
  virtual void CallbackEnd(uint64_t /*now*/) {}
  virtual uint32_t ResourceMade(const loop::Resource&) { return 0; }

  // --- What callers note. ---
  // Of the callbacks that JavaScript calls in a row, the next one begins. `due_ms`: loop time at which it could have
  // been called; 0: not known. `cause`: the record of the callback that made it; 0: not known.
  virtual void NextCallback(Step, double /*due_ms*/, v8::Local<v8::Value> /*function*/, uint32_t /*cause*/) {}
  virtual void NoteKind(const char* /*kind*/, const loop::Resource*) {}
  virtual void NoteFunction(v8::Local<v8::Function>) {}
  virtual void NoteDrain() {}
  // The loop begins to turn, or has stopped.
  virtual void NoteRun(bool /*runs*/) {}
  // It is an HTTP request. `what`: "GET /", Latin-1, valid during the call only.
  virtual void NoteRequest(std::string_view /*what*/) {}
  virtual void NoteWorkDone(const loop::WorkRequest&, const PoolTimes&) {}
  // The process ends.
  virtual void WriteRest() {}
};

// Of this thread's loop. A listener is removed before it is destroyed.
void AddListener(Runtime& runtime, Listener* listener);
void RemoveListener(Runtime& runtime, Listener* listener);
bool HasListeners();

// --- For JavaScript (base/observing). Without effect when nobody listens. ---
void NextCallback(Step step, double due_ms, v8::Local<v8::Value> function, uint32_t cause);

// --- The pool's counts, of the work that was queued while the loop was watched. ---
struct PoolCounts {
  int waiting = 0, running = 0;
};
PoolCounts CountPool();
// Results of this loop's work that wait to be called back.
int CountResults(const loop::Loop* loop);

}  // namespace eddy::observe
