#include "runtime/tracing.h"

#include <utility>

#include "runtime/milestones.h"
#include "runtime/runtime.h"
#include "trace/trace.h"

namespace eddy {
namespace {

thread_local bool is_traced = false;

std::string List(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const auto& text : texts) json += (json.size() > 1 ? "," : "") + trace::Quoted(text);
  return json + "]";
}

void TraceMilestone(const char* name, Milestone milestone) {
  trace::Add(trace::bootstrap, 'I', name, {}, "{}",
             static_cast<int64_t>(milestones[static_cast<int>(milestone)] / 1000));
}

uint64_t IdOf(Runtime& runtime) { return reinterpret_cast<uintptr_t>(&runtime); }

}  // namespace

void TraceStart(Runtime& runtime) {
  if (trace::On(trace::environment)) {
    is_traced = true;
    const auto& settings = runtime.settings();
    trace::Add(trace::environment, 'b', "Environment", IdOf(runtime),
               "{\"args\":{\"args\":" + List(settings.argv) + ",\"exec_args\":" + List(settings.exec_argv) + "}}");
  }
  if (!trace::On(trace::bootstrap)) return;
  TraceMilestone("environment", Milestone::kEnvironment);
  TraceMilestone("nodeStart", Milestone::kNodeStart);
  TraceMilestone("v8Start", Milestone::kV8Start);
  TraceMilestone("bootstrapComplete", Milestone::kBootstrapComplete);
}

void TraceLoopStart(Runtime&) {
  if (trace::On(trace::bootstrap)) TraceMilestone("loopStart", Milestone::kLoopStart);
}

void TraceEnd(Runtime& runtime) {
  bool has_looped = milestones[static_cast<int>(Milestone::kLoopExit)] != 0;
  if (trace::On(trace::bootstrap) && has_looped) TraceMilestone("loopExit", Milestone::kLoopExit);
  if (std::exchange(is_traced, false)) trace::Add(trace::environment, 'e', "Environment", IdOf(runtime));
}

}  // namespace eddy
