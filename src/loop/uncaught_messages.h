// For debuggers: an error counts as caught to V8 where a v8::TryCatch is around the call, unless that is verbose.
#pragma once

namespace eddy::loop {

// From now on what callbacks of this thread throw comes to the runtime as a message of V8's
// (Runtime::InstallCallbacks), so that "pause on uncaught exceptions" sees it before it is thrown.
void LetDebuggersSeeUncaught();

}  // namespace eddy::loop
