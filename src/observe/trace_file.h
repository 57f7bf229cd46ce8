// --loop-trace=FILE: what all threads record is appended to a file, by a thread of its own, until the process ends.
#pragma once
#include <string>

namespace eddy::observe {

// Once a process. An error in words, or "".
std::string StartTraceFile(const std::string& file);
// Appends what was recorded until now: a thread's recorder is about to end, or the process.
void FlushTraceFile(bool is_last);

}  // namespace eddy::observe
