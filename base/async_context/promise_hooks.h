// V8's promise hooks belong to a context; what listens in the main one (base/promise_hooks) is to hear of all.
#pragma once
#include "v8.h"

namespace eddy::async_context {

// Gives another context of this thread the hooks that the main one has now.
void ApplyPromiseHooks(v8::Local<v8::Context> context);
// `apply` is called when they have changed; it is this thread's only one.
void WhenPromiseHooksChange(void (*apply)());

}  // namespace eddy::async_context
