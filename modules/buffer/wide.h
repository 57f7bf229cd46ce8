// 32 bytes at a time, where the processor can (AVX2): asked once a process. Functions marked EDDY_WIDE may be called
// only where HasWide() says so.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>
#define EDDY_HAS_WIDE 1
#define EDDY_WIDE __attribute__((target("avx2")))
#define EDDY_WIDE_INLINE __attribute__((target("avx2"), always_inline)) inline
#endif

namespace eddy::buffer {

inline bool HasWide() {
#ifdef EDDY_HAS_WIDE
  static const bool has = __builtin_cpu_supports("avx2");
  return has;
#else
  return false;
#endif
}

}  // namespace eddy::buffer
