// A program may leave the terminal in raw mode: whatever ends the process gives it back as it was.
#pragma once

namespace eddy {

// To be called before the mode is changed: remembers it, and has fatal signals that nobody handles restore it.
void ProtectTerminal();

// Whether the terminal on standard output marks what is pasted (bracketed paste), so that it differs from what is
// typed. Turned off again by RestoreTerminal.
void SetBracketedPaste(bool on);

// Safe in a signal handler. Does nothing when the mode was never changed.
void RestoreTerminal();

}  // namespace eddy
