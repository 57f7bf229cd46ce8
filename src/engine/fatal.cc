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

namespace {

void (*before_death)(const Death&) = nullptr;

[[noreturn]] void Die(const char* location, const char* message, const Death& death) {
  if (location) {
    fprintf(stderr, "FATAL ERROR: %s %s\n", location, message);
  } else {
    fprintf(stderr, "FATAL ERROR: %s\n", message);
  }
  fflush(stderr);
  if (before_death) before_death(death);
  abort();
}

void OnOutOfMemory(const char* location, const v8::OOMDetails& details) {
  const char* what = details.is_heap_oom ? "Allocation failed - JavaScript heap out of memory"
                                         : "Allocation failed - process out of memory";
  Die(location, details.detail && details.detail[0] ? details.detail : what, {what, true});
}

}  // namespace

void BeforeDeath(void (*tell)(const Death& death)) { before_death = tell; }

void DieOf(const char* location, const char* message) { Die(location, message, {message, false}); }

void ReportFatalErrorsOf(v8::Isolate* isolate) {
  isolate->SetFatalErrorHandler(DieOf);
  isolate->SetOOMErrorHandler(OnOutOfMemory);
}

}  // namespace engine
}  // namespace eddy
