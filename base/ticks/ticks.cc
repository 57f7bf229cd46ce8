// Promise jobs, reached from JavaScript.
#include "bind/module.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

void RunMicrotasks(const bind::CallInfo& info) { Runtime::Of(info.GetIsolate()).RunMicrotasks(); }

void EnqueueMicrotask(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Function> job) {
  context->GetMicrotaskQueue()->EnqueueMicrotask(isolate, job);
}

// A job that threw: its error goes to 'uncaughtException' at once, and the jobs behind it run all the same.
void ThrowUncaught(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Runtime::Of(isolate).HandleUncaught(info[0], v8::Exception::CreateMessage(isolate, info[0]));
}

}  // namespace

EDDY_MODULE(ticks) {
  Function<RunMicrotasks>("runMicrotasks");
  Function<EnqueueMicrotask>("enqueueMicrotask");
  Function<ThrowUncaught>("throwUncaught");
}

}  // namespace eddy
