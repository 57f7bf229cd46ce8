#pragma once

namespace eddy {
class Runtime;
}

namespace eddy::inspector {

// SIGUSR1, and the signal by which `eddy loop` asks (loop/server.h), do not end the process any more, unless somebody
// has set a handler for them already.
void CatchSignals(bool catches_sigusr1);
// Once they are caught: SIGUSR1 has the main thread listen for debuggers, also while its JavaScript never returns to
// the loop; the other one begins to answer. The thread that sees to it begins with the loop, or with V8's workers; a
// signal that came before waits for it.
void ListenForSignals(Runtime& runtime);

}  // namespace eddy::inspector
