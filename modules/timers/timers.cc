// What timers and immediates need of the loop.
#include "bind/module.h"
#include "engine/clock.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

// Loop time in milliseconds, brought up to date: a timer set after long work counts from now.
double Now(Runtime& runtime) {
  engine::clock.update_loop(runtime.loop().uv());
  return static_cast<double>(runtime.loop().now());
}

void Schedule(Runtime& runtime, double delay_ms) { runtime.loop().ScheduleTimers(bind::Saturated<uint64_t>(delay_ms)); }
void Reference(Runtime& runtime, bool referenced) { runtime.loop().ReferenceTimers(referenced); }
void ReferenceImmediates(Runtime& runtime, bool referenced) { runtime.loop().ReferenceImmediates(referenced); }

}  // namespace

EDDY_MODULE(timers) {
  Function<Now>("now");
  Function<Schedule>("schedule");
  Function<Reference>("reference");
  Function<ReferenceImmediates>("referenceImmediates");
}

}  // namespace eddy
