// A program may leave the terminal in raw mode: whatever ends the process gives it back as it was.
#pragma once

namespace eddy {

// Safe in a signal handler. Does nothing when the mode was never changed.
void RestoreTerminal();

// To be called when the mode is about to be changed: fatal signals that nobody handles restore the terminal first.
void RestoreTerminalOnFatalSignals();

}  // namespace eddy
