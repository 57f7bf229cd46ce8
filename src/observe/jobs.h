// How many promise jobs this thread has run. A hook of each costs all of them something: they are counted only while
// it is asked for.
#pragma once
#include <cstdint>

#include "v8.h"

namespace eddy::observe {

// Counted while more have asked to (`on`) than have not any more.
void CountJobs(v8::Isolate* isolate, bool on);
uint64_t JobsRun();

}  // namespace eddy::observe
