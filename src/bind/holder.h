// An object that keeps what is no JavaScript value alive: a module, or a script.
#pragma once
#include "v8.h"

namespace eddy::bind {

v8::MaybeLocal<v8::Object> Holder(v8::Local<v8::Context> context, v8::Local<v8::Data> held);

}  // namespace eddy::bind
