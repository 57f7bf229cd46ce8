#include "loop/virtual_time.h"

#include <atomic>

#include "engine/clock.h"

namespace eddy::loop::virtual_time {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kLookNs = 1000;
constexpr uint64_t kStartUpNs = 20 * kMs;  // what starting is said to have taken
constexpr double kDayMs = 86'400'000;

uint64_t start = 0;
double start_wall_ms = 0;
std::atomic<uint64_t> passed = 0;  // since `start`; while time flows: what it is ahead of the machine's
std::atomic<bool> flows = false;

uint64_t Passed() { return passed + (flows ? uv_hrtime() - start : 0); }

double WallMs() { return start_wall_ms + static_cast<double>(Ns() - start) / kMs; }

// A loop counts in whole milliseconds, and these are whole ones since the process began.
void UpdateLoop(uv_loop_t* loop) {
  Advance(kLookNs);
  loop->time = start / kMs + Ms();
}

}  // namespace

void Begin(uint64_t start_ns) {
  start = start_ns;
  passed = kStartUpNs;
  // The day is today's, as what looks at the age of files and certificates may want; its time is the same each time.
  start_wall_ms = static_cast<double>(static_cast<uint64_t>(engine::clock.wall_ms() / kDayMs)) * kDayMs;
  engine::clock = {.monotonic_ns = Ns, .wall_ms = WallMs, .update_loop = UpdateLoop};
}

uint64_t Ns() {
  if (!flows) passed += kLookNs;
  return start + Passed();
}

uint64_t Ms() { return Passed() / kMs; }
uint64_t Us() { return Passed() / 1000; }
void Advance(uint64_t ns) {
  if (!flows) passed += ns;
}
void JumpTo(uint64_t ms) {
  if (!flows && ms > Ms()) passed = ms * kMs;
}

void Flow() {
  if (flows.exchange(true)) return;
  passed = passed - (uv_hrtime() - start);  // may wrap: what is ahead can be negative
}
bool Flows() { return flows; }

}  // namespace eddy::loop::virtual_time
