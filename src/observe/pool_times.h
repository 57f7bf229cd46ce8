// When the thread pool dealt with one request, for those who record. Filled in only while a loop is watched.
#pragma once
#include <cstdint>

namespace eddy::observe {

struct PoolTimes {
  uint64_t queued_ns = 0, began_ns = 0, ended_ns = 0;  // by uv_hrtime(); 0: not known
  int thread = 0;                                      // of the pool, from 1 on
};

}  // namespace eddy::observe
