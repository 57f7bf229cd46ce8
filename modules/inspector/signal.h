#pragma once

namespace eddy {
class Runtime;
}

namespace eddy::inspector {

// SIGUSR1 does not end the process any more, unless somebody has set a handler for it already.
void CatchSigusr1();
// Once it is caught: SIGUSR1 has the main thread listen for debuggers, also while its JavaScript never returns to the
// loop. The thread that sees to it begins with the loop, or with V8's workers; a signal that came before waits for it.
void ListenForSigusr1(Runtime& runtime);

}  // namespace eddy::inspector
