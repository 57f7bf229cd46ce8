// The clocks that programs see: process.hrtime() and performance.now() by the first, Date by the second, timers by the
// loop's. They are the machine's, unless a fuzzed loop has time pass by itself (loop/virtual_time.h). A call through a
// pointer costs what the call into the C library costs: there is nothing to ask first.
#pragma once
#include <uv.h>

#include <cstdint>

namespace eddy::engine {

struct Clock {
  uint64_t (*monotonic_ns)();
  double (*wall_ms)();              // since 1970
  void (*update_loop)(uv_loop_t*);  // what uv_now() says from now on
};

extern Clock clock;

}  // namespace eddy::engine
