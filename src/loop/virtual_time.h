// The time of a fuzzed process. While its program is alone, time stands still but for what is asked and done: each look
// at a clock takes a microsecond (so that a program that waits by looking comes to an end), each turn of the loop some
// more, and a loop that would sleep jumps to what it would sleep for. So the same seed sees the same times. Once there
// are threads, or while something outside of the process is under way, time is the machine's, and only runs ahead of
// it.
#pragma once
#include <cstdint>

namespace eddy::loop::virtual_time {

// Once, before any loop is made. `start_ns`: when the process began, by uv_hrtime().
void Begin(uint64_t start_ns);
// Nanoseconds by uv_hrtime's scale. A look at the clock.
uint64_t Ns();
// Since the process began. No look: the time does not pass by it.
uint64_t Ms();
uint64_t Us();
void Advance(uint64_t ns);
void JumpTo(uint64_t ms);  // not back
// From now on time is the machine's: it passes while somebody else works.
void Flow();
bool Flows();

}  // namespace eddy::loop::virtual_time
