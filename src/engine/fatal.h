// The last words: what is printed when V8 cannot go on.
#pragma once
#include "v8.h"
namespace eddy::engine {
void ReportFatalErrorsOf(v8::Isolate* isolate);

// Why V8, or a native addon, cannot go on.
struct Death {
  const char* event;   // in words
  bool out_of_memory;  // nothing can be allocated in the isolate any more
};
// `tell` is called on the thread that cannot go on, behind the message; when it returns, the process ends.
void BeforeDeath(void (*tell)(const Death& death));

// "FATAL ERROR: location message" on stderr, then SIGABRT; `location` may be null.
[[noreturn]] void DieOf(const char* location, const char* message);
}  // namespace eddy::engine
