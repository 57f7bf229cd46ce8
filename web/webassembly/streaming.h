// WebAssembly.compileStreaming() and instantiateStreaming() are V8's own; it asks here for the bytes.
#pragma once
#include "v8.h"

namespace eddy::webassembly {

// Contexts that are made from now on have the two functions: not for isolates that a snapshot is made of, as contexts
// from it get them, too.
void ConnectStreaming(v8::Isolate* isolate);

}  // namespace eddy::webassembly
