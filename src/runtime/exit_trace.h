// --trace-exit and --trace-sigint: who, or where, ended the program.
#pragma once

namespace eddy {
class Runtime;

// Prints the exit code, and the stack of the JavaScript that is running now, to stderr.
void PrintExitTrace(Runtime& runtime, int exit_code);

// Prints that SIGINT came, and the stack of the JavaScript that is running now, if any is, to stderr.
void PrintSigintTrace(Runtime& runtime);

}  // namespace eddy
