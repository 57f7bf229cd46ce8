// Where in the program a resource comes from. Kept only when asked for (--loop-why): until then each
// resource costs one predictable branch.
#pragma once
#include <atomic>
#include <string>

#include "v8.h"

namespace eddy::observe {

extern std::atomic<bool> keeps_origins;
inline bool KeepsOrigins() { return keeps_origins.load(std::memory_order_relaxed); }
void KeepOrigins();

// The innermost line on the stack that is not of a built-in, "file:line:column function"; where that is a package's
// (in node_modules), the first that is not behind it, in a second line. Empty when there is none.
std::string UserLines(v8::Isolate* isolate);

}  // namespace eddy::observe
