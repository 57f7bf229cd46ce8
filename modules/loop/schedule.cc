// What a fuzzed process's JavaScript reports to its schedule: timers that run, and time that passed while it slept.
#include "loop/schedule.h"

#include "bind/module.h"
#include "loop/virtual_time.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

// The timer's callback begins.
void RanTimer(Runtime& runtime, v8::Local<v8::Function> callback) {
  v8::Isolate* isolate = runtime.isolate();
  v8::ScriptOrigin origin = callback->GetScriptOrigin();
  v8::String::Utf8Value file(isolate, origin.ResourceName()), name(isolate, callback->GetDebugName());
  std::string site = *file ? *file : "";
  if (site.starts_with("node:")) site.clear();
  if (!site.empty()) {
    site += ":" + std::to_string(callback->GetScriptLineNumber() + 1) + ":" +
            std::to_string(callback->GetScriptColumnNumber() + 1);
    if (*name && name.length() > 0) site += " " + std::string(*name);
  }
  loop::Schedule::Of().RunTimer(site);
}

void PassTime(double ms) { loop::virtual_time::Advance(static_cast<uint64_t>(ms * 1e6)); }

}  // namespace

EDDY_MODULE(schedule) {
  Function<RanTimer>("ranTimer");
  Function<PassTime>("passTime");
}

}  // namespace eddy
