// What the running callback is, noted by those who call it. While no loop is watched, each note costs one predictable
// branch.
#pragma once
#include <atomic>

namespace eddy::loop {
class Loop;
class Resource;
}  // namespace eddy::loop

namespace eddy::observe {

extern std::atomic<int> watched_loops;
inline bool IsWatching() { return watched_loops.load(std::memory_order_relaxed) > 0; }

// Of this thread's loop; without effect when that is not watched.
void NoteKindSlowly(const char* kind, const loop::Resource* resource);
void NoteDrainSlowly();
void NoteWorkSlowly(loop::Loop* loop, int change);

// To be called within the CallbackScope. `kind`: a literal, "tcp read"; nullptr: what the resource's kind says.
inline void NoteKind(const char* kind, const loop::Resource* resource = nullptr) {
  if (IsWatching()) [[unlikely]]
    NoteKindSlowly(kind, resource);
}
// The callback returned; its ticks and promise jobs come.
inline void NoteDrain() {
  if (IsWatching()) [[unlikely]]
    NoteDrainSlowly();
}
// From any thread: the pool has done a piece of work (1), its callback is being called (-1).
inline void NoteWork(loop::Loop* loop, int change) {
  if (IsWatching()) [[unlikely]]
    NoteWorkSlowly(loop, change);
}
// The process ends by process.exit(): what is kept back is written now.
void WriteAll();

}  // namespace eddy::observe
