#include "engine/clock.h"

namespace eddy::engine {
namespace {

double WallMs() {
  uv_timeval64_t now;
  uv_gettimeofday(&now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_usec) / 1e3;
}

}  // namespace

Clock clock{.monotonic_ns = uv_hrtime, .wall_ms = WallMs, .update_loop = uv_update_time};

}  // namespace eddy::engine
