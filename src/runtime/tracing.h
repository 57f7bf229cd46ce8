// What a runtime's own life gives trace events: categories node.environment and node.bootstrap.
#pragma once

namespace eddy {

class Runtime;

void TraceStart(Runtime& runtime);      // the runtime stands, its program is about to run
void TraceLoopStart(Runtime& runtime);  // the first time
void TraceEnd(Runtime& runtime);        // the program has ended; once

}  // namespace eddy
