// A program may leave the terminal in raw mode: whatever ends the process gives it back as it was.
#pragma once

namespace eddy {

// To be called before the mode is changed: remembers it, and has fatal signals that nobody handles restore it.
void ProtectTerminal();

// Safe in a signal handler. Does nothing when the mode was never changed.
void RestoreTerminal();

}  // namespace eddy
