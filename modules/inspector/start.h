// Calls of inspector/start.js by native code.
#pragma once

namespace eddy {
class Runtime;
}

namespace eddy::inspector {

// Calls the function of that name. What it throws nobody hears.
void CallStart(Runtime& runtime, const char* name);

}  // namespace eddy::inspector
