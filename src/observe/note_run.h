// Whether the loop turns, noted by the loop itself.
#pragma once
#include "observe/note.h"

namespace eddy::observe {

// The loop begins to turn, or has stopped: callbacks outside of it (the main script, 'exit') block nobody.
void NoteRunSlowly(bool runs);
inline void NoteRun(bool runs) {
  if (IsWatching()) [[unlikely]]
    NoteRunSlowly(runs);
}

}  // namespace eddy::observe
