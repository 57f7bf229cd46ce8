// What of a diagnostic report only native code knows.
#pragma once
#include <uv.h>

#include <string>
#include <vector>

#include "v8.h"

namespace eddy::report {

// All handles of a loop, the loop itself last. `names`: look up the names of hosts.
v8::Local<v8::Value> HandlesOf(uv_loop_t* loop, v8::Local<v8::Context> context, bool names);

// [pc, symbol, pc, symbol, ...] of this thread, the innermost first.
std::vector<std::string> NativeStack();

}  // namespace eddy::report
