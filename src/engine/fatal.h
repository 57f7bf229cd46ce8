// The last words: what is printed when V8 cannot go on.
#pragma once
#include "v8.h"
namespace eddy::engine {
void ReportFatalErrorsOf(v8::Isolate* isolate);
// "FATAL ERROR: location message" on stderr, then SIGABRT; `location` may be null.
[[noreturn]] void DieOf(const char* location, const char* message);
}  // namespace eddy::engine
