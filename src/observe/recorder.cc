// What becomes known of the callback that runs is stored in the ring's record of it field by field: the black box then
// has it, and nothing is written twice. Names are resolved once and referred to by their numbers.
#include "observe/recorder.h"

#include <uv.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

#include "bind/convert.h"
#include "loop/request.h"
#include "loop/resource.h"
#include "observe/jobs.h"
#include "observe/kinds.h"
#include "observe/note.h"
#include "observe/origin.h"
#include "observe/quick_clock.h"
#include "observe/trace_file.h"
#include "runtime/runtime.h"

namespace eddy::observe {
namespace {

thread_local Recorder* current;
std::mutex rings_mutex;
std::vector<std::shared_ptr<Ring>> rings;

uint32_t Microseconds(uint64_t ns) { return static_cast<uint32_t>(std::min<uint64_t>(ns / 1000, 0xffffffff)); }
// Clocks of two threads may differ by a few nanoseconds.
uint32_t MicrosecondsFrom(uint64_t ns, uint64_t until) { return until > ns ? Microseconds(until - ns) : 0; }
uint16_t Small(uint64_t count) { return static_cast<uint16_t>(std::min<uint64_t>(count, 0xffff)); }

// Where the time of a phase's callbacks is counted.
Count TimeOf(uint8_t phase) { return static_cast<Count>(static_cast<int>(Count::kTimersNs) + phase); }

uint32_t NumberOf(const loop::Resource& resource) {
  uint64_t value = reinterpret_cast<uintptr_t>(&resource) / 16 ^ resource.born_ms() << 40;
  auto number = static_cast<uint32_t>((value * 0x9e3779b97f4a7c15) >> 32) | 2;
  return resource.type() == loop::Resource::Type::kHandle ? number | kIsHandle : number & ~kIsHandle;
}

}  // namespace

Recorder* Recorder::Of() { return current; }

std::vector<std::shared_ptr<Ring>> Recorder::AllRings() {
  std::lock_guard lock(rings_mutex);
  return rings;
}

Recorder::Recorder(Runtime& runtime, std::shared_ptr<Ring> ring, bool is_full, bool in_main_script,
                   v8::Local<v8::Function> count_timers)
    : runtime_(runtime),
      isolate_(runtime.isolate()),
      ring_(std::move(ring)),
      count_timers_(isolate_, count_timers),
      loop_runs_(!in_main_script) {
  isolate_->AddGCPrologueCallback(OnCollectionBegin, this);
  isolate_->AddGCEpilogueCallback(OnCollectionEnd, this);
  AddListener(runtime, this);
  current = this;
  {
    std::lock_guard lock(rings_mutex);
    rings.push_back(ring_);
  }
  if (is_full) BecomeFull();
  if (!in_main_script) return;
  Begin(QuickNow());
  Set(&Record::kind, KindOf("main script", nullptr));
  is_named_ = true;
}

Recorder::~Recorder() { Stop(); }

void Recorder::BecomeFull() {
  if (is_full_) return;
  is_full_ = true;
  drain_ns_ = QuickNow();  // in the midst of a callback, perhaps
  CountJobs(isolate_, true);
  KeepOrigins();
  MeasureWaits();
}

void Recorder::MeasureWaits() {
  if (std::exchange(measures_waits_, true)) return;
  uv_loop_configure(runtime_.loop().uv(), UV_METRICS_IDLE_TIME);
  // Until now, the loop waited whenever no callback ran.
  uint64_t busy = 0;
  for (int count = static_cast<int>(Count::kTimersNs); count <= static_cast<int>(Count::kOutsideNs); ++count) {
    busy += ring_->Get(static_cast<Count>(count));
  }
  uint64_t all = uv_hrtime() - ring_->header().began_ns, measured = uv_metrics_idle_time(runtime_.loop().uv());
  waited_before_ns_ = all > busy + measured ? all - busy - measured : 0;
}

uint64_t Recorder::Waited() { return waited_before_ns_ + uv_metrics_idle_time(runtime_.loop().uv()); }

void Recorder::Stop() {
  if (std::exchange(is_stopped_, true)) return;
  RemoveListener(runtime_, this);
  if (is_full_) CountJobs(isolate_, false);
  isolate_->RemoveGCPrologueCallback(OnCollectionBegin, this);
  isolate_->RemoveGCEpilogueCallback(OnCollectionEnd, this);
  count_timers_.Reset();
  current = nullptr;
  FlushTraceFile(false);
  std::lock_guard lock(rings_mutex);
  std::erase(rings, ring_);
}

void Recorder::End() {
  WriteRest();
  Stop();
}

void Recorder::WriteRest() {
  if (number_ != 0) Finish(QuickNow());
  number_ = 0;
  ring_->SetEnded();
}

// --- Callbacks. ---

void Recorder::Begin(uint64_t now) {
  if (ready_ns_ == 0) ready_ns_ = now;
  number_ = ring_->Next();
  ring_->BeginRunning(number_, now, loop_runs_ ? phase_ : kNoPhase, loop_runs_ ? MicrosecondsFrom(ready_ns_, now) : 0);
  is_fresh_ = true;
  is_named_ = false;
  is_site_certain_ = true;
  is_draining_ = false;
  ticks_before_ = static_cast<uint32_t>(runtime_.state(State::kTicksRun));
  jobs_before_ = JobsRun();
}

void Recorder::Finish(uint64_t now) {
  const Record& record = ring_->running();
  uint32_t ticks = static_cast<uint32_t>(runtime_.state(State::kTicksRun)) - ticks_before_;
  uint64_t jobs = JobsRun() - jobs_before_, took = now - record.start_ns;
  if (is_draining_ && is_full_) Set(&Record::other_us, Microseconds(now - drain_ns_));
  if (ticks != 0) Set(&Record::ticks, Small(ticks));
  if (jobs != 0) Set(&Record::jobs, Small(jobs));
  ring_->EndRunning(now);
  ring_->Add(Count::kCallbacks, 1);
  ring_->Add(Count::kTicks, ticks);
  ring_->Add(Count::kJobs, jobs);
  ring_->Add(TimeOf(record.phase), took);
  if (record.phase == kNoPhase) return;
  ring_->AddLate(record.late_us);
  constexpr uint64_t kLongNs = 50'000'000;
  if (took < kLongNs) return;
  ring_->Add(Count::kBlocked, 1);
  ring_->Add(Count::kBlockedNs, took);
}

void Recorder::CallbackEnd(uint64_t now) {
  if (number_ == 0) return;
  Finish(now);
  number_ = 0;
}

void Recorder::NextCallback(Step step, double due_ms, v8::Local<v8::Value> function, uint32_t cause) {
  if (number_ == 0) return;
  if (!is_fresh_) {
    uint64_t now = QuickNow();
    Finish(now);
    Begin(now);
  }
  is_fresh_ = false;
  is_named_ = true;
  if (due_ms > 0) {
    double late_us = (static_cast<double>(runtime_.loop().now()) - due_ms) * 1000;
    // The loop's time is that of the begin of the phase.
    Set(&Record::late_us, bind::Saturated<uint32_t>(std::max(0.0, late_us) + ring_->running().late_us));
  }
  Set(&Record::kind, KindOf(step == Step::kTimer ? "timer" : "immediate", nullptr));
  Set(&Record::cause, cause);
  Set(&Record::site, function->IsFunction() ? SiteOf(function.As<v8::Function>()) : 0);
}

void Recorder::NoteKind(const char* kind, const loop::Resource* resource) {
  if (number_ == 0 || is_named_) return;  // the outermost counts
  is_named_ = true;
  Set(&Record::kind, KindOf(kind ? kind : "", resource ? resource->kind() : nullptr));
  if (resource) {
    Set(&Record::resource, NumberOf(*resource));
    Set(&Record::cause, resource->cause());
    if (ring_->running().site == 0 && !resource->origin().empty()) {
      std::string_view lines = resource->origin();
      Set(&Record::site, ring_->NameOf(lines.substr(0, lines.find('\n'))));
      is_site_certain_ = false;
    }
  }
  if (pool_result_ns_ == 0) return;
  Set(&Record::late_us, MicrosecondsFrom(std::exchange(pool_result_ns_, 0), ring_->running().start_ns));
}

void Recorder::NoteFunction(v8::Local<v8::Function> function) {
  if (number_ == 0 || (ring_->running().site != 0 && is_site_certain_) || is_draining_) return;
  uint32_t site = SiteOf(function);
  if (site == 0) return;
  Set(&Record::site, site);
  is_site_certain_ = true;
}

void Recorder::NoteDrain() {
  if (number_ == 0) return;
  is_draining_ = true;
  if (is_full_) drain_ns_ = QuickNow();
}

// The function that serves it is set by JavaScript (loop/watching.js).
void Recorder::NoteRequest(std::string_view what) {
  if (number_ == 0) return;
  is_named_ = is_site_certain_ = true;
  if (request_kind_ == 0) request_kind_ = KindOf("http request", nullptr);
  Set(&Record::kind, request_kind_);
  Set(&Record::detail, ring_->AddText(what));
}

void Recorder::NoteRun(bool runs) {
  loop_runs_ = runs;
  phase_ = runs ? static_cast<uint8_t>(loop::Phase::kTimers) : kNoPhase;
}

uint32_t Recorder::ResourceMade(const loop::Resource&) { return static_cast<uint32_t>(number_); }

// --- What they are called. ---

uint16_t Recorder::KindOf(const char* kind, const char* resource_kind) {
  uint64_t place = reinterpret_cast<uintptr_t>(kind) + reinterpret_cast<uintptr_t>(resource_kind) * 5;
  Kind& known = kinds_[(place ^ place >> 7) % kinds_.size()];
  if (known.kind != kind || known.resource != resource_kind) {
    std::string_view of = resource_kind ? resource_kind : "";
    known = {kind, resource_kind,
             static_cast<uint16_t>(ring_->NameOf(*kind == '\0' ? InWords(of) : WithTransport(kind, of)))};
  }
  return known.name;
}

uint32_t Recorder::SiteOf(v8::Local<v8::Function> function) {
  int script = function->ScriptId();
  if (script == v8::UnboundScript::kNoScriptId) {
    auto bound = function->GetBoundFunction();
    return bound->IsFunction() ? SiteOf(bound.As<v8::Function>()) : 0;
  }
  uint64_t place = static_cast<uint64_t>(script) << 32 | static_cast<uint32_t>(function->GetScriptStartPosition());
  auto [found, is_new] = sites_.try_emplace(place, 0);
  if (is_new) found->second = NewSite(function);
  return found->second;
}

uint32_t Recorder::NewSite(v8::Local<v8::Function> function) {
  auto file = function->GetScriptOrigin().ResourceName();
  if (file.IsEmpty() || !file->IsString()) return 0;
  v8::String::Utf8Value path(isolate_, file), name(isolate_, function->GetDebugName());
  std::string text = *path ? *path : "";
  if (text.empty() || text.starts_with("node:")) return 0;
  text += ":" + std::to_string(function->GetScriptLineNumber() + 1);
  text += ":" + std::to_string(function->GetScriptColumnNumber() + 1);
  if (*name && name.length() > 0) text += " " + std::string(*name);
  return ring_->NameOf(text);
}

// --- Turns and phases. ---

void Recorder::TurnBegin(uint64_t now) {
  ring_->Add(Count::kTurns, 1);
  if (is_full_) {
    uint64_t waited = Waited();
    if (turn_began_ns_ != 0) {
      Record turn;
      turn.type = RecordType::kTurn;
      turn.start_ns = turn_began_ns_;
      turn.end_ns = now;
      turn.other_us = Microseconds(waited - turn_waited_ns_);
      ring_->Put(ring_->Next(), turn);
    }
    turn_began_ns_ = now;
    turn_waited_ns_ = waited;
  }
  constexpr uint64_t kPeriodNs = 250'000'000;
  if (now - sampled_ns_ >= kPeriodNs) Sample();
}

void Recorder::PhaseBegin(loop::Phase phase) {
  phase_ = static_cast<uint8_t>(phase);
  // In poll, that is when the first of its callbacks begins: all of them became ready while it waited.
  ready_ns_ = phase == loop::Phase::kCheck || phase == loop::Phase::kTimers ? QuickNow() : 0;
}

void Recorder::PhaseEnd(loop::Phase phase) {
  // What comes behind a phase without a begin of its own is of libuv's next one.
  if (phase == loop::Phase::kTimers) phase_ = static_cast<uint8_t>(loop::Phase::kPending);
  ready_ns_ = 0;
}

void Recorder::Sample() {
  sampled_ns_ = QuickNow();
  ring_->Set(Count::kWaitedNs, Waited());
  ring_->Set(Count::kImmediates, static_cast<uint64_t>(std::max(0, runtime_.state(State::kImmediates))));
  uint64_t handles = 0, requests = 0;
  for (auto* resource = runtime_.loop().resources(); resource; resource = resource->next()) {
    ++(resource->type() == loop::Resource::Type::kHandle ? handles : requests);
  }
  ring_->Set(Count::kHandles, handles);
  ring_->Set(Count::kRequests, requests);
  v8::HeapStatistics heap;
  isolate_->GetHeapStatistics(&heap);
  ring_->Set(Count::kHeapUsed, heap.used_heap_size());
  ring_->Set(Count::kHeapTotal, heap.total_heap_size());
  size_t resident = 0;
  if (uv_resident_set_memory(&resident) == 0) ring_->Set(Count::kResident, resident);
  v8::HandleScope handle_scope(isolate_);
  v8::Context::Scope context_scope(runtime_.context());
  v8::TryCatch try_catch(isolate_);
  v8::Local<v8::Value> timers;
  auto undefined = v8::Undefined(isolate_);
  if (!count_timers_.Get(isolate_)->Call(runtime_.context(), undefined, 0, nullptr).ToLocal(&timers)) return;
  if (timers->IsNumber()) ring_->Set(Count::kTimers, bind::Saturated<uint64_t>(timers.As<v8::Number>()->Value()));
}

// --- The pool, and what V8 does. ---

void Recorder::NoteWorkDone(const loop::WorkRequest& request, const PoolTimes& times) {
  Record work;
  work.type = RecordType::kWork;
  work.start_ns = times.began_ns;
  work.end_ns = times.ended_ns;
  work.late_us = MicrosecondsFrom(times.queued_ns, times.began_ns);
  work.other_us = static_cast<uint32_t>(times.thread);
  work.resource = NumberOf(request);
  work.cause = request.cause();
  work.kind = KindOf("", request.kind());
  ring_->Put(ring_->Next(), work);
  ring_->Add(Count::kWork, 1);
  pool_result_ns_ = times.ended_ns;
}

void Recorder::OnCollectionBegin(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data) {
  static_cast<Recorder*>(data)->collection_began_ns_ = QuickNow();
}

void Recorder::OnCollectionEnd(v8::Isolate*, v8::GCType type, v8::GCCallbackFlags, void* data) {
  auto* self = static_cast<Recorder*>(data);
  if (self->collection_began_ns_ != 0) self->OnCollected(type);
}

void Recorder::OnCollected(v8::GCType type) {
  static constexpr std::pair<v8::GCType, std::pair<Count, const char*>> kTypes[] = {
      {v8::kGCTypeScavenge, {Count::kMinor, "minor collection"}},
      {v8::kGCTypeMinorMarkSweep, {Count::kMinor, "minor collection"}},
      {v8::kGCTypeMarkSweepCompact, {Count::kMajor, "major collection"}},
      {v8::kGCTypeIncrementalMarking, {Count::kIncremental, "incremental marking"}},
      {v8::kGCTypeProcessWeakCallbacks, {Count::kWeak, "weak callbacks"}}};
  Record collection;
  collection.type = RecordType::kCollection;
  collection.start_ns = std::exchange(collection_began_ns_, 0);
  collection.end_ns = QuickNow();
  collection.cause = static_cast<uint32_t>(number_);
  for (auto& [one, what] : kTypes) {
    if (!(type & one)) continue;
    auto time = static_cast<Count>(static_cast<int>(what.first) + 1);
    collection.kind = KindOf(what.second, nullptr);
    ring_->Add(what.first, 1);
    ring_->Add(time, collection.end_ns - collection.start_ns);
    break;
  }
  ring_->Put(ring_->Next(), collection);
}

}  // namespace eddy::observe
