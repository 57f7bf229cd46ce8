// One observer for each watched loop passes everything on. Notes find it by its thread.
#include "observe/listeners.h"

#include <uv.h>

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "loop/loop.h"
#include "loop/request.h"
#include "observe/note.h"
#include "observe/note_run.h"
#include "runtime/runtime.h"

namespace eddy::observe {

std::atomic<int> watched_loops = 0;

namespace {

// To each of the listeners, in the order in which they came.
class Everybody final : public loop::Observer {
 public:
  template <class F>
  void Tell(F tell) {
    for (size_t i = 0; i < listeners.size(); ++i) tell(listeners[i]);  // a further one may come meanwhile
  }
  void TurnBegin(uint64_t turn) override {
    Tell([&](Listener* one) { one->TurnBegin(turn); });
  }
  void PhaseBegin(loop::Phase phase) override {
    Tell([&](Listener* one) { one->PhaseBegin(phase); });
  }
  void PhaseEnd(loop::Phase phase) override {
    Tell([&](Listener* one) { one->PhaseEnd(phase); });
  }
  void CallbackBegin() override {
    Tell([](Listener* one) { one->CallbackBegin(); });
  }
  void CallbackEnd() override {
    Tell([](Listener* one) { one->CallbackEnd(); });
  }
  uint32_t ResourceMade(const loop::Resource& resource) override {
    uint32_t cause = 0;
    Tell([&](Listener* one) { cause |= one->ResourceMade(resource); });
    return cause;
  }
  void ResourceGone(const loop::Resource& resource) override {
    Tell([&](Listener* one) { one->ResourceGone(resource); });
  }

  std::vector<Listener*> listeners;
};

thread_local std::unique_ptr<Everybody> everybody;  // of this thread's loop; null: nobody

std::atomic<int> pool_waiting = 0, pool_running = 0, pool_threads = 0;
std::mutex results_mutex;
std::map<const loop::Loop*, int> results;  // that wait to be called back

}  // namespace

void AddListener(Runtime& runtime, Listener* listener) {
  if (!everybody) {
    everybody = std::make_unique<Everybody>();
    runtime.loop().Observe(everybody.get());
    ++watched_loops;
  }
  everybody->listeners.push_back(listener);
}

void RemoveListener(Runtime& runtime, Listener* listener) {
  if (!everybody) return;
  std::erase(everybody->listeners, listener);
  if (!everybody->listeners.empty()) return;
  --watched_loops;
  runtime.loop().Observe(nullptr);
  everybody.reset();
}

bool HasListeners() { return everybody != nullptr; }

// --- Notes. ---

void NextCallback(Step step, double due_ms, v8::Local<v8::Value> function, uint32_t cause) {
  if (everybody) everybody->Tell([&](Listener* one) { one->NextCallback(step, due_ms, function, cause); });
}

void Describe(v8::Local<v8::String> kind, v8::Local<v8::String> detail, v8::Local<v8::Value> function) {
  if (everybody) everybody->Tell([&](Listener* one) { one->Describe(kind, detail, function); });
}

void NoteKindSlowly(const char* kind, const loop::Resource* resource) {
  if (everybody) everybody->Tell([&](Listener* one) { one->NoteKind(kind, resource); });
}

void NoteFunctionSlowly(v8::Local<v8::Function> function) {
  if (everybody) everybody->Tell([&](Listener* one) { one->NoteFunction(function); });
}

void NoteDrainSlowly() {
  if (everybody) everybody->Tell([](Listener* one) { one->NoteDrain(); });
}

void NoteRunSlowly(bool runs) {
  if (everybody) everybody->Tell([&](Listener* one) { one->NoteRun(runs); });
}

void WriteAll() {
  if (everybody) everybody->Tell([](Listener* one) { one->WriteRest(); });
}

// --- The pool. ---

void NoteWorkStartSlowly(PoolTimes* times) {
  if (!everybody) return;
  times->queued_ns = uv_hrtime();
  ++pool_waiting;
}

void NoteWorkBeginSlowly(PoolTimes* times) {
  static thread_local const int thread = ++pool_threads;
  --pool_waiting;
  ++pool_running;
  times->thread = thread;
  times->began_ns = uv_hrtime();
}

void NoteWorkEndSlowly(loop::Loop* loop, PoolTimes* times) {
  times->ended_ns = uv_hrtime();
  --pool_running;
  std::lock_guard lock(results_mutex);
  ++results[loop];
}

void NoteWorkDoneSlowly(const loop::WorkRequest& request, const PoolTimes& times, bool was_done) {
  if (!was_done) {
    --pool_waiting;
    return;
  }
  {
    std::lock_guard lock(results_mutex);
    auto found = results.find(&request.loop());
    if (found != results.end() && --found->second <= 0) results.erase(found);
  }
  if (everybody) everybody->Tell([&](Listener* one) { one->NoteWorkDone(request, times); });
}

PoolCounts CountPool() { return {std::max(0, pool_waiting.load()), std::max(0, pool_running.load())}; }

int CountResults(const loop::Loop* loop) {
  std::lock_guard lock(results_mutex);
  auto found = results.find(loop);
  return found == results.end() ? 0 : found->second;
}

}  // namespace eddy::observe
