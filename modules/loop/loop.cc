// What JavaScript asks of the loop's observer.
#include <signal.h>

#include <algorithm>
#include <cerrno>

#include "bind/module.h"
#include "loop/handle.h"
#include "loop/server.h"
#include "observe/copy_json.h"
#include "observe/listeners.h"
#include "observe/note.h"
#include "observe/origin.h"
#include "observe/recorder.h"
#include "observe/trace_file.h"
#include "observe/watch.h"
#include "runtime/companion.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

// startWatch(limitMilliseconds, json, writes, thread, dueTimers). Once a thread.
void StartWatch(Runtime& runtime, double limit_ms, bool json, bool writes, int32_t thread,
                v8::Local<v8::Function> due_timers) {
  if (observe::Watch::Of()) return;
  Accompany(
      std::make_unique<observe::Watch>(runtime, observe::Watch::Settings{limit_ms, json, writes, thread}, due_timers));
}

bool IsWatched() { return observe::Watch::Of() != nullptr; }

// Each report as JSON; undefined: no more.
void SetListener(v8::Local<v8::Value> listener) {
  auto* watch = observe::Watch::Of();
  if (watch) watch->SetListener(listener->IsFunction() ? listener.As<v8::Function>() : v8::Local<v8::Function>());
}

// Of the running callback: [milliseconds, samples].
std::vector<double> Running() {
  auto* watch = observe::Watch::Of();
  if (!watch) return {0, 0};
  auto [duration, samples] = watch->Running();
  return {duration, samples};
}

// What observing.js has of it. Called only while the loop is observed.
void NextCallback(int32_t step, double due_ms, v8::Local<v8::Value> function, uint32_t cause) {
  observe::NextCallback(static_cast<observe::Step>(step), due_ms, function, cause);
}
bool HasListeners() { return observe::HasListeners(); }

// --- Recording. ---

// startRecording(full, thread, file, atStart, countTimers): an error's text, or "". `file`: a black box, or "" for
// memory. `atStart`: the program begins; a worker's loop counts as running then.
std::string StartRecording(Runtime& runtime, bool is_full, int32_t thread, std::string file, bool at_start,
                           v8::Local<v8::Function> count_timers) {
  if (auto* recorder = observe::Recorder::Of()) {
    if (is_full) recorder->BecomeFull();
    return "";
  }
  // What a dead process did is worth the time: where requests were made is known from then on.
  if (!file.empty()) observe::KeepOrigins();
  std::string error = "there is no memory for it";
  auto ring = file.empty() ? observe::Ring::InMemory(thread) : observe::Ring::InFile(file, thread, &error);
  if (!ring) return error;
  bool in_main_script = at_start || runtime.loop_began_ms() < 0;
  auto recorder = std::make_unique<observe::Recorder>(runtime, std::move(ring), is_full, in_main_script, count_timers);
  if (file.empty())
    recorder->MeasureWaits();  // who looks at a dead process asks for the last callbacks, not for its load
  Accompany(std::move(recorder));
  return "";
}

// The record of the callback that runs, as memory in which JavaScript may set fields (observe/record.h). Undefined
// while nothing is recorded.
v8::Local<v8::Value> RunningRecord(v8::Isolate* isolate) {
  auto* recorder = observe::Recorder::Of();
  if (!recorder) return v8::Undefined(isolate);
  auto* memory = recorder->ring()->running_memory();
  auto kept = std::make_unique<std::shared_ptr<observe::Ring>>(recorder->ring());  // for as long as the memory is
  auto release = [](void*, size_t, void* kept) { delete static_cast<std::shared_ptr<observe::Ring>*>(kept); };
  auto store = v8::ArrayBuffer::NewBackingStore(memory, sizeof(observe::Record), release, kept.release());
  return v8::ArrayBuffer::New(isolate, std::move(store));
}

// The number by which that record refers to a function of the program's; 0 for others.
uint32_t SiteOf(v8::Local<v8::Function> function) {
  auto* recorder = observe::Recorder::Of();
  return recorder ? recorder->SiteOf(function) : 0;
}

bool IsRecording() { return observe::Recorder::Of() != nullptr; }
void StopRecording() {
  if (auto* recorder = observe::Recorder::Of()) recorder->Stop();
}

// The number of the running callback, as later ones have it that it is the cause of; 0: not known.
uint32_t RunningNumber() {
  auto* recorder = observe::Recorder::Of();
  return recorder ? recorder->number() : 0;
}

// What is counted of this thread's loop, as JSON (observe/copy_json.h); "" when nothing is.
std::string Counts() {
  auto* recorder = observe::Recorder::Of();
  if (!recorder) return "";
  recorder->MeasureWaits();
  recorder->Sample();
  return observe::CopyAsJson(recorder->ring()->Read(recorder->ring()->written() + 1), 0);
}

// [waiting, running] of the thread pool.
std::vector<double> PoolCounts() {
  auto pool = observe::CountPool();
  return {static_cast<double>(pool.waiting), static_cast<double>(pool.running)};
}

// Writes what all threads record to a file until the process ends. An error's text, or "".
std::string StartTraceFile(std::string file) { return observe::StartTraceFile(file); }

// What a black box has, as JSON; {error} where it cannot be read.
std::string ReadBlackBox(std::string file) {
  std::string error;
  auto copy = observe::Ring::FromFile(file, &error);
  if (!copy) return "{\"error\":" + observe::QuotedJson(error) + "}";
  return observe::CopyAsJson(*copy, observe::Ring::kRecords);
}

// --- Asking other processes. ---

// Sends the signal by which a process is asked: 0, or a negative errno.
int32_t SendQuestion(int32_t pid) { return sigqueue(pid, loop_questions::Signal(), sigval{}) == 0 ? 0 : -errno; }

// --- What keeps the loop alive. ---

// From now on resources keep the line that made them.
void KeepOrigins() { observe::KeepOrigins(); }

// The user's lines on the stack, as origins of resources have them.
std::string UserLines(Runtime& runtime) { return observe::UserLines(runtime.isolate()); }

// libuv's handles keep the loop only while they do something; the other kinds of resources know it themselves.
bool KeepsLoop(const loop::Resource& resource) {
  static constexpr std::string_view kHandles[] = {"TCPSocketWrap", "TCPServerWrap", "PipeWrap",    "PipeServerWrap",
                                                  "TTYWrap",       "UDPWrap",       "ProcessWrap", "FSEventWrap",
                                                  "StatWatcher",   "SignalWrap"};
  if (!resource.referenced()) return false;
  if (std::ranges::find(kHandles, resource.kind()) == std::end(kHandles)) return true;
  const auto& handle = static_cast<const loop::HandleBase&>(resource);
  return handle.open() && uv_is_active(handle.uv_handle()) != 0;
}

// Each resource, the oldest first: [kind, isRequest, keepsTheLoop, ageMilliseconds, origin, its object or undefined].
v8::Local<v8::Value> Resources(v8::Isolate* isolate, v8::Local<v8::Context> context, Runtime& runtime) {
  v8::LocalVector<v8::Value> list(isolate);
  for (auto* resource = runtime.loop().resources(); resource; resource = resource->next()) {
    v8::Local<v8::Value> object = v8::Undefined(isolate);
    if (auto half = resource->javascript_half(isolate); !half.IsEmpty()) object = half;
    v8::Local<v8::Value> parts[] = {
        bind::NewString(isolate, resource->kind()),
        v8::Boolean::New(isolate, resource->type() == loop::Resource::Type::kRequest),
        v8::Boolean::New(isolate, KeepsLoop(*resource)),
        v8::Number::New(isolate, static_cast<double>(runtime.loop().now() - resource->born_ms())),
        bind::NewString(isolate, resource->origin()),
        object};
    list.insert(list.begin(), v8::Array::New(isolate, parts, std::size(parts)));
  }
  return v8::Array::New(isolate, list.data(), list.size());
}

// Where a function stands: [file, line, column, name], from 1 on; undefined for one without a script.
v8::Local<v8::Value> Locate(v8::Isolate* isolate, v8::Local<v8::Function> function) {
  auto file = function->GetScriptOrigin().ResourceName();
  if (file.IsEmpty() || !file->IsString()) return v8::Undefined(isolate);
  v8::Local<v8::Value> parts[] = {file, v8::Integer::New(isolate, function->GetScriptLineNumber() + 1),
                                  v8::Integer::New(isolate, function->GetScriptColumnNumber() + 1),
                                  function->GetDebugName()};
  return v8::Array::New(isolate, parts, std::size(parts));
}

}  // namespace

EDDY_MODULE(loop) {
  Function<StartWatch>("startWatch");
  Function<IsWatched>("isWatched");
  Function<SetListener>("setListener");
  Function<Running>("running");
  Function<NextCallback>("nextCallback");
  Function<HasListeners>("hasListeners");
  Function<StartRecording>("startRecording");
  Function<IsRecording>("isRecording");
  Function<StopRecording>("stopRecording");
  Function<RunningNumber>("runningNumber");
  Function<Counts>("counts");
  Function<PoolCounts>("poolCounts");
  Function<StartTraceFile>("startTraceFile");
  Function<ReadBlackBox>("readBlackBox");
  Function<SendQuestion>("sendQuestion");
  Constant("QUESTION_SIGNAL", loop_questions::Signal());
  Constant("PROTOCOL", loop_questions::kProtocol);
  Function<KeepOrigins>("keepOrigins");
  Function<UserLines>("userLines");
  Function<Resources>("resources");
  Function<Locate>("locate");
  Function<RunningRecord>("runningRecord");
  Function<SiteOf>("siteOf");
  Constant("SITE_OFFSET", static_cast<int32_t>(offsetof(observe::Record, site)));
}

}  // namespace eddy
