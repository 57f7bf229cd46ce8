#pragma once

namespace eddy {
class Runtime;
}

namespace eddy::inspector {

// SIGUSR1 does not end the process any more, unless somebody has set a handler for it already.
void CatchSigusr1();
// Once it is caught: from now on SIGUSR1 has the main thread listen for debuggers, whatever it does: also while its JavaScript never returns
// to the loop.
void ListenForSigusr1(Runtime& runtime);

}  // namespace eddy::inspector
