// Requests: from a call in JavaScript to the kernel or the pool, and back into a callback.
#include "loop/request.h"

#include "engine/check.h"
#include "loop/callback_scope.h"
#include "loop/fuzzed_run.h"
#include "observe/note.h"
#include "trace/trace.h"

namespace eddy::loop {
namespace {

// What Node calls it in trace events; nullptr for work that has no event of this kind.
const char* TracedName(const char* kind) {
  std::string_view name(kind);
  if (name == "ZLIB") return "zlib";
  if (name == "node_api") return "node_api";
  return name.ends_with("REQUEST") ? "crypto" : nullptr;
}

}  // namespace

void WorkRequest::TraceStart() {
  const char* name = TracedName(kind());
  if (name) trace::Add(trace::pool_async, 'b', name, reinterpret_cast<uintptr_t>(this));
}

void WorkRequest::TraceDone(int status) {
  const char* name = TracedName(kind());
  std::string result = "{\"result\":" + std::to_string(status) + "}";
  if (name) trace::Add(trace::pool_async, 'e', name, reinterpret_cast<uintptr_t>(this), std::move(result));
}

void WorkRequest::WorkTraced() {
  const char* name = TracedName(kind());
  if (name) trace::Add(trace::pool_sync, 'B', name);
  Work();
  if (name) trace::Add(trace::pool_sync, 'E', name);
}

Request::Request(v8::Isolate* isolate, const char* kind)
    : Resource(Runtime::Of(isolate).loop(), Type::kRequest, kind), async_context_(isolate) {}

Runtime& Request::runtime() const { return loop().runtime(); }

void WorkRequest::Start() {
  work_.data = this;
  started_in_turn_ = loop().turn();
  observe::NoteWorkStart(&times_);
  if (trace::On(trace::pool_async)) TraceStart();
  if (IsFuzzed()) {
    return FuzzedRun::Of().Queue(loop(), this,
                                 {.run = [this] { OnWork(&work_); },
                                  .deliver =
                                      [this] {
                                        if (trace::On(trace::pool_async)) TraceDone(0);
                                        observe::NoteWorkDone(*this, times_, true);
                                        Deliver();
                                      },
                                  .drop = [this] { delete this; }});
  }
  CHECK(uv_queue_work(loop().uv(), &work_, OnWork, OnDone) == 0);
}

void WorkRequest::StartDone() { loop().DeliverNextTurn(this); }

void WorkRequest::OnWork(uv_work_t* work) {
  auto* self = static_cast<WorkRequest*>(work->data);
  observe::NoteWorkBegin(&self->times_);
  trace::On(trace::pool_sync) ? self->WorkTraced() : self->Work();
  observe::NoteWorkEnd(&self->loop(), &self->times_);
}

void WorkRequest::OnDone(uv_work_t* work, int status) {
  auto* self = static_cast<WorkRequest*>(work->data);
  if (trace::On(trace::pool_async)) self->TraceDone(status);
  observe::NoteWorkDone(*self, self->times_, status != UV_ECANCELED);
  if (status == UV_ECANCELED) {
    delete self;
  } else if (self->started_in_turn_ == self->loop().turn()) {
    // However fast the pool was: what was begun before poll does not overtake the immediates of its turn.
    self->StartDone();
  } else {
    self->Deliver();
  }
}

void WorkRequest::Deliver() {
  Runtime& runtime = this->runtime();
  if (runtime.stopping()) {
    delete this;
    return;
  }
  v8::HandleScope handles(runtime.isolate());
  CallbackScope scope(runtime, async_context(runtime.isolate()));
  observe::NoteKind(nullptr, this);
  Done(runtime, runtime.isolate());
  delete this;
}

}  // namespace eddy::loop
