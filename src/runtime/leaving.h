// The moment between a program's end and that of its runtime or process: JavaScript may still run, for those that look
// at the program from outside.
#pragma once
#include <functional>

namespace eddy {

// `leave` is called at that moment, once, on this thread.
void WhenLeaving(std::function<void()> leave);
void Leave();

}  // namespace eddy
