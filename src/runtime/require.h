// Built-in JavaScript, for native code that needs it now and then.
#pragma once
#include "v8.h"

namespace eddy {

class Runtime;

// The exports of a built-in file, which is loaded if it is not yet. Empty when it threw.
v8::MaybeLocal<v8::Value> RequireBuiltin(Runtime& runtime, const char* id);

}  // namespace eddy
