// --trace-exit: who ended the program.
#pragma once

namespace eddy {
class Runtime;

// Prints the exit code, and the stack of the JavaScript that is running now, to stderr.
void PrintExitTrace(Runtime& runtime, int exit_code);

}  // namespace eddy
