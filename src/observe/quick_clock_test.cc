// The quick clock beside the one that it stands for.
#include "observe/quick_clock.h"

#include <gtest/gtest.h>
#include <uv.h>

namespace eddy::observe {
namespace {

TEST(QuickClock, IsTheMachinesClockAndNeverGoesBack) {
  constexpr uint64_t kMs = 1'000'000;
  QuickClock clock;
  uint64_t last = 0, began = uv_hrtime();
  while (uv_hrtime() - began < 20 * kMs) {
    uint64_t before = uv_hrtime(), now = clock.Now(), after = uv_hrtime();
    ASSERT_GE(now, last);
    // Twice what may be wrong: a thread that stood still meanwhile has `after` later by itself.
    ASSERT_GE(now + 2 * kMs, before);
    ASSERT_LE(now, after + 2 * kMs);
    last = now;
  }
}

}  // namespace
}  // namespace eddy::observe
