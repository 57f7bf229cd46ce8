// What JavaScript asks of the loop's observer.
#include <algorithm>

#include "bind/module.h"
#include "loop/handle.h"
#include "observe/note.h"
#include "observe/origin.h"
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

// What observing.js has of it. Called only while the loop is watched.
void NextCallback(int32_t step, double due_ms) {
  if (auto* watch = observe::Watch::Of()) watch->NextCallback(static_cast<observe::Watch::Step>(step), due_ms);
}
void Describe(v8::Local<v8::String> kind, v8::Local<v8::String> detail) {
  if (auto* watch = observe::Watch::Of()) watch->Describe(kind, detail);
}

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
  Function<KeepOrigins>("keepOrigins");
  Function<UserLines>("userLines");
  Function<Resources>("resources");
  Function<Locate>("locate");
  Function<Describe>("describe");
}

}  // namespace eddy
