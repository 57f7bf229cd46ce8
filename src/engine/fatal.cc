// Fatal errors of the engine and failed CHECKs: a message on stderr, then SIGABRT, as Node's users know it.
#include "engine/fatal.h"

#include <cstdio>
#include <cstdlib>

#include "engine/check.h"

namespace eddy {

void CheckFailed(const char* file, int line, const char* expression) {
  fprintf(stderr, "eddy: %s:%d: CHECK(%s) failed\n", file, line, expression);
  fflush(stderr);
  abort();
}

namespace engine {

void DieOf(const char* location, const char* message) {
  if (location) {
    fprintf(stderr, "FATAL ERROR: %s %s\n", location, message);
  } else {
    fprintf(stderr, "FATAL ERROR: %s\n", message);
  }
  fflush(stderr);
  abort();
}

namespace {

void OnOutOfMemory(const char* location, const v8::OOMDetails& details) {
  const char* what = details.is_heap_oom ? "Allocation failed - JavaScript heap out of memory"
                                         : "Allocation failed - process out of memory";
  DieOf(location, details.detail && details.detail[0] ? details.detail : what);
}

}  // namespace

void ReportFatalErrorsOf(v8::Isolate* isolate) {
  isolate->SetFatalErrorHandler(DieOf);
  isolate->SetOOMErrorHandler(OnOutOfMemory);
}

}  // namespace engine
}  // namespace eddy
