// The machine's monotonic clock (uv_hrtime) for those who look at it twice in each callback. To ask the system takes 30
// ns, to read the processor's counter 12: so the counter tells how long ago the clock was asked last, and the clock is
// asked again after a millisecond. However the counter behaves, times are wrong by no more than that.
#pragma once
#include <cstdint>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace eddy::observe {

class QuickClock {
 public:
  // Nanoseconds; never less than the last time.
  uint64_t Now() {
#if defined(__x86_64__)
    uint64_t ticks = __rdtsc() - asked_ticks_;
    if (ticks < trusted_ticks_) [[likely]] {
      uint64_t now = asked_ns_ + (ticks * ns_per_tick_ >> 32);
      return last_ = now > last_ ? now : last_;
    }
#endif
    return Ask();
  }

 private:
  uint64_t Ask();

  uint64_t last_ = 0;
  uint64_t asked_ns_ = 0, asked_ticks_ = 0;
  uint64_t first_ns_ = 0, first_ticks_ = 0;  // when it was asked first: what a tick takes is learnt from then on
  uint64_t trusted_ticks_ = 0;               // so long behind the last question the counter is believed
  uint64_t ns_per_tick_ = 0;                 // by 2^32
};

// This thread's.
inline uint64_t QuickNow() {
  static thread_local QuickClock clock;
  return clock.Now();
}

}  // namespace eddy::observe
