// --trace-exit and --trace-sigint: who, or where, ended the program.
#pragma once
#include <string>

namespace eddy {
class Runtime;

// Lines of "    at name (file:line:column)" of the JavaScript that is running now, each with a line feed before it.
std::string CurrentStackText(Runtime& runtime);

// Prints the exit code, and the stack of the JavaScript that is running now, to stderr.
void PrintExitTrace(Runtime& runtime, int exit_code);

// Prints that SIGINT came, and the stack of the JavaScript that is running now, if any is, to stderr.
void PrintSigintTrace(Runtime& runtime);

}  // namespace eddy
