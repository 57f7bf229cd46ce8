// One observer for each watched loop passes everything on. Notes find it by its thread.
#include "observe/listeners.h"

#include <uv.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "loop/loop.h"
#include "loop/request.h"
#include "observe/note.h"
#include "observe/note_run.h"
#include "observe/quick_clock.h"
#include "runtime/runtime.h"

namespace eddy::observe {

std::atomic<int> watched_loops = 0;

namespace {

constexpr size_t kLongestRequest = 200;  // "GET /...", cut off

// The loop's observer: passes on to each of the listeners, in the order in which they came.
class ListenerList final : public loop::Observer {
 public:
  template <class F>
  void Each(F call) {
    for (size_t i = 0; i < listeners.size(); ++i) call(listeners[i]);  // a further one may come meanwhile
  }
  void TurnBegin(uint64_t) override {
    uint64_t now = QuickNow();
    Each([now](Listener* one) { one->TurnBegin(now); });
  }
  void PhaseBegin(loop::Phase phase) override {
    Each([phase](Listener* one) { one->PhaseBegin(phase); });
  }
  void PhaseEnd(loop::Phase phase) override {
    Each([phase](Listener* one) { one->PhaseEnd(phase); });
  }
  void CallbackBegin() override {
    uint64_t now = QuickNow();
    Each([now](Listener* one) { one->CallbackBegin(now); });
  }
  void CallbackEnd() override {
    uint64_t now = QuickNow();
    Each([now](Listener* one) { one->CallbackEnd(now); });
  }
  uint32_t ResourceMade(const loop::Resource& resource) override {
    uint32_t cause = 0;
    Each([&](Listener* one) { cause |= one->ResourceMade(resource); });
    return cause;
  }

  std::vector<Listener*> listeners;
};

thread_local std::unique_ptr<ListenerList> list;  // of this thread's loop; null: nobody listens

std::atomic<int> pool_waiting = 0, pool_running = 0, pool_threads = 0;
std::mutex results_mutex;
std::map<const loop::Loop*, int> results;  // that wait to be called back

}  // namespace

void AddListener(Runtime& runtime, Listener* listener) {
  if (!list) {
    list = std::make_unique<ListenerList>();
    runtime.loop().Observe(list.get());
    ++watched_loops;
  }
  list->listeners.push_back(listener);
}

void RemoveListener(Runtime& runtime, Listener* listener) {
  if (!list) return;
  std::erase(list->listeners, listener);
  if (!list->listeners.empty()) return;
  --watched_loops;
  runtime.loop().Observe(nullptr);
  list.reset();
}

bool HasListeners() { return list != nullptr; }

// --- Notes. ---

void NextCallback(Step step, double due_ms, v8::Local<v8::Value> function, uint32_t cause) {
  if (list) list->Each([&](Listener* one) { one->NextCallback(step, due_ms, function, cause); });
}

void NoteKindSlowly(const char* kind, const loop::Resource* resource) {
  if (list) list->Each([&](Listener* one) { one->NoteKind(kind, resource); });
}

void NoteFunctionSlowly(v8::Local<v8::Function> function) {
  if (list) list->Each([&](Listener* one) { one->NoteFunction(function); });
}

void NoteRequestSlowly(std::string_view method, std::string_view url) {
  if (!list) return;
  char text[kLongestRequest];
  size_t size = std::min(method.size(), sizeof text - 1);
  memcpy(text, method.data(), size);
  text[size++] = ' ';
  size_t rest = std::min(url.size(), sizeof text - size);
  memcpy(text + size, url.data(), rest);
  std::string_view what(text, size + rest);
  list->Each([what](Listener* one) { one->NoteRequest(what); });
}

void NoteDrainSlowly() {
  if (list) list->Each([](Listener* one) { one->NoteDrain(); });
}

void NoteRunSlowly(bool runs) {
  if (list) list->Each([&](Listener* one) { one->NoteRun(runs); });
}

void WriteAll() {
  if (list) list->Each([](Listener* one) { one->WriteRest(); });
}

// --- The pool. ---

void NoteWorkStartSlowly(PoolTimes* times) {
  if (!list) return;
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
  if (list) list->Each([&](Listener* one) { one->NoteWorkDone(request, times); });
}

PoolCounts CountPool() { return {std::max(0, pool_waiting.load()), std::max(0, pool_running.load())}; }

int CountResults(const loop::Loop* loop) {
  std::lock_guard lock(results_mutex);
  auto found = results.find(loop);
  return found == results.end() ? 0 : found->second;
}

}  // namespace eddy::observe
