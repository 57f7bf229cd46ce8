// How the process ends, and in which state it leaves what it shares with others.
#pragma once

namespace eddy {

// Remembers the state flags (O_NONBLOCK, O_APPEND) of descriptors 0 to 2, which belong to our parent, too.
void RememberDescriptors();
// Puts them back where they have changed: a shell does not expect its input not to wait. Safe in a signal handler.
void RestoreDescriptors();

// `what` is called once the process ends by EndProcess, each once. From any thread.
void AtEnd(void (*what)());

// Ends the process at once, behind all its output, with terminal and descriptors as they were.
[[noreturn]] void EndProcess(int exit_code);

}  // namespace eddy
