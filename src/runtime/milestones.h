// When a thread's runtime reached what, by uv_hrtime(): what performance.nodeTiming shows. One set a thread, as there
// is one Runtime a thread. Whoever gets somewhere says so: ReachMilestone(Milestone::kLoopStart).
#pragma once
#include <uv.h>

#include <array>
#include <cstdint>

namespace eddy {

enum class Milestone {
  kTimeOrigin,
  kNodeStart,
  kV8Start,
  kEnvironment,
  kBootstrapComplete,
  kLoopStart,
  kLoopExit,
  kCount
};

inline thread_local std::array<uint64_t, static_cast<int>(Milestone::kCount)> milestones{};

// Only the first time counts.
inline void ReachMilestone(Milestone milestone) {
  uint64_t& time = milestones[static_cast<int>(milestone)];
  if (time == 0) time = uv_hrtime();
}

inline double MillisecondsSinceOrigin(Milestone milestone) {
  auto time = [](Milestone which) { return static_cast<int64_t>(milestones[static_cast<int>(which)]); };
  return static_cast<double>(time(milestone) - time(Milestone::kTimeOrigin)) / 1e6;
}

}  // namespace eddy
