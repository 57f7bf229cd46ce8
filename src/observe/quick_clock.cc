#include "observe/quick_clock.h"

#include <uv.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace eddy::observe {

#if defined(__x86_64__)
namespace {

constexpr uint64_t kTrustedNs = 1'000'000;

// Whether the counter goes on at one rate, whatever the processor does meanwhile.
bool IsCounterSteady() {
  unsigned a, b, c, d;
  return __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & 1u << 8);
}

// The clock and the counter at one time: read again where something came in between.
void AskBoth(uint64_t* ns, uint64_t* ticks) {
  constexpr uint64_t kAtOnceTicks = 10'000;
  uint64_t before = 0;
  for (int tries = 0; tries < 5; ++tries) {
    before = __rdtsc();
    *ns = uv_hrtime();
    *ticks = __rdtsc();
    if (*ticks - before < kAtOnceTicks) return;
  }
}

}  // namespace

uint64_t QuickClock::Ask() {
  static const bool is_steady = IsCounterSteady();
  if (!is_steady) return last_ = uv_hrtime();
  AskBoth(&asked_ns_, &asked_ticks_);
  if (first_ns_ == 0) {
    first_ns_ = asked_ns_;
    first_ticks_ = asked_ticks_;
  } else if (asked_ns_ - first_ns_ >= kTrustedNs && asked_ticks_ > first_ticks_) {
    double ratio = static_cast<double>(asked_ns_ - first_ns_) / static_cast<double>(asked_ticks_ - first_ticks_);
    ns_per_tick_ = static_cast<uint64_t>(ratio * 4294967296.0);
    trusted_ticks_ = static_cast<uint64_t>(kTrustedNs / ratio);
  }
  return last_ = asked_ns_ > last_ ? asked_ns_ : last_;
}

#else

uint64_t QuickClock::Ask() { return last_ = uv_hrtime(); }

#endif

}  // namespace eddy::observe
