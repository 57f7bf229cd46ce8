// A report of one callback that blocked the loop, and its two forms: text for people, a line of JSON for programs.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "observe/culprit.h"

namespace eddy::observe {

// How many callbacks could have run and had to wait.
struct Waiting {
  int reads = 0, timers = 0, results = 0, immediates = 0;
  double oldest_timer_ms = 0;  // how long ago the first of the timers was due
  int all() const { return reads + timers + results + immediates; }
};

struct BlockReport {
  int pid = 0;
  int thread = 0;       // 0: the main thread; of a worker its id
  double time = 0;      // when it ended, in milliseconds since 1970
  double start_ms = 0;  // when it began, by performance.now()
  double duration_ms = 0;
  double late_ms = 0;       // of a timer: from when it was due until it began
  double preempted_ms = 0;  // of its time, what the machine gave to others
  bool goes_on = false;     // it has not returned yet
  const char* phase = "";
  uint64_t turn = 0;
  std::string kind, detail;  // "http request", "GET /"
  Culprit culprit;
  double draining_ms = 0;  // of its time, the ticks and promise jobs behind it
  uint64_t ticks = 0;      // that it ran
  uint64_t jobs = 0;       // that were counted: from when it was over its limit
  int collections = 0;
  double collections_ms = 0;
  Waiting waiting;
  // Of the same line in the last minute, with this one.
  int repeated = 1;
  double median_ms = 0;

  // What it is counted by: the function, or the kind where there is none.
  std::string site() const;
};

std::string Text(const BlockReport& report);
std::string Json(const BlockReport& report);  // one line, without its end

// "4 m 02 s", "380 ms": as reports show times.
std::string Duration(double ms);

}  // namespace eddy::observe
