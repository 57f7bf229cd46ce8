// ShadowRealm (--experimental-shadow-realm): the language's own, with contexts, modules and web classes of ours.
#pragma once
#include "v8.h"

namespace eddy::shadow_realm {

// From now on programs of this isolate can make realms. V8 has to know --harmony-shadow-realm.
void Enable(v8::Isolate* isolate);

}  // namespace eddy::shadow_realm
