// What the running callback is, noted by those who call it. While no loop is watched, each note costs one predictable
// branch. Who gets the notes: listeners.h.
#pragma once
#include <atomic>
#include <string_view>

#include "observe/pool_times.h"
#include "v8.h"

namespace eddy::loop {
class Loop;
class Resource;
class WorkRequest;
}  // namespace eddy::loop

namespace eddy::observe {

extern std::atomic<int> watched_loops;
inline bool IsWatching() { return watched_loops.load(std::memory_order_relaxed) > 0; }

// Of this thread's loop; without effect when that is not watched.
void NoteKindSlowly(const char* kind, const loop::Resource* resource);
void NoteFunctionSlowly(v8::Local<v8::Function> function);
void NoteDrainSlowly();
void NoteRequestSlowly(std::string_view method, std::string_view url);
void NoteWorkStartSlowly(PoolTimes* times);
void NoteWorkBeginSlowly(PoolTimes* times);
void NoteWorkEndSlowly(loop::Loop* loop, PoolTimes* times);
void NoteWorkDoneSlowly(const loop::WorkRequest& request, const PoolTimes& times, bool was_done);

// To be called within the CallbackScope. `kind`: a literal, "tcp read"; nullptr: what the resource's kind says.
inline void NoteKind(const char* kind, const loop::Resource* resource = nullptr) {
  if (IsWatching()) [[unlikely]]
    NoteKindSlowly(kind, resource);
}
// The function that is called.
inline void NoteFunction(v8::Local<v8::Function> function) {
  if (IsWatching()) [[unlikely]]
    NoteFunctionSlowly(function);
}
// It is an HTTP request: as its head has it, Latin-1.
inline void NoteRequest(std::string_view method, std::string_view url) {
  if (IsWatching()) [[unlikely]]
    NoteRequestSlowly(method, url);
}
// The callback returned; its ticks and promise jobs come.
inline void NoteDrain() {
  if (IsWatching()) [[unlikely]]
    NoteDrainSlowly();
}
// A piece of work for the pool is queued, begins and ends there, and comes back to its loop's thread.
inline void NoteWorkStart(PoolTimes* times) {
  if (IsWatching()) [[unlikely]]
    NoteWorkStartSlowly(times);
}
inline void NoteWorkBegin(PoolTimes* times) {
  if (times->queued_ns != 0) [[unlikely]]
    NoteWorkBeginSlowly(times);
}
inline void NoteWorkEnd(loop::Loop* loop, PoolTimes* times) {
  if (times->queued_ns != 0) [[unlikely]]
    NoteWorkEndSlowly(loop, times);
}
inline void NoteWorkDone(const loop::WorkRequest& request, const PoolTimes& times, bool was_done) {
  if (times.queued_ns != 0) [[unlikely]]
    NoteWorkDoneSlowly(request, times, was_done);
}
// The process ends by process.exit(): what is kept back is written now.
void WriteAll();

}  // namespace eddy::observe
