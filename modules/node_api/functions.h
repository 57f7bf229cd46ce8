// JavaScript functions whose code is an addon's.
#pragma once
#include "node_api/environment.h"

namespace eddy::node_api {

// A function without a name that calls `callback`.
v8::MaybeLocal<v8::Function> NewFunction(napi_env env, napi_callback callback, void* data);

// The name of a property that is to be defined; anything but napi_ok is the last error already.
napi_status PropertyName(napi_env env, const napi_property_descriptor& property, v8::Local<v8::Name>* result);

}  // namespace eddy::node_api
