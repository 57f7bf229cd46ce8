// What was read of a ring, as JSON: for those who ask a running process, and for the black box.
#pragma once
#include <string>

#include "observe/ring.h"

namespace eddy::observe {

// One line:
//   {pid, thread, program, eddy, began, wallOffset, now, ended, first, counts: {...}, late: [[us, count], ...],
//    names: [...], records: [[number, type, start, end, late, kind, site, detail, phase, ticks, jobs, cause, resource,
//    other], ...]}
// Times in nanoseconds by the machine's monotonic clock; `late` and `other` in microseconds; kind and site are indexes
// of names. Of more than `most` records, the youngest and all that took longer than a millisecond.
std::string CopyAsJson(const RingCopy& copy, size_t most);

// A text between quotation marks. What is no UTF-8 stays as it is.
std::string QuotedJson(std::string_view text);

}  // namespace eddy::observe
