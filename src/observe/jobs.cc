#include "observe/jobs.h"

namespace eddy::observe {
namespace {

thread_local uint64_t jobs = 0;
thread_local int askers = 0;

void OnPromise(v8::PromiseHookType type, v8::Local<v8::Promise>, v8::Local<v8::Value>) {
  if (type == v8::PromiseHookType::kBefore) ++jobs;
}

}  // namespace

void CountJobs(v8::Isolate* isolate, bool on) {
  askers += on ? 1 : -1;
  if (askers == (on ? 1 : 0)) isolate->SetPromiseHook(on ? OnPromise : nullptr);
}

uint64_t JobsRun() { return jobs; }

}  // namespace eddy::observe
