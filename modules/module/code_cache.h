// V8's compiled code as bytes, on its way from and to the compile cache (compile_cache.js). An entry of that is an
// object: its field `data` holds the bytes, if there are any; `rejected` is whether V8 could not use them.
#pragma once
#include <memory>

#include "v8.h"

namespace eddy::module {

// The bytes of `entry`, copied; nullptr when it has none, or is no object.
std::unique_ptr<v8::ScriptCompiler::CachedData> CodeOf(v8::Local<v8::Context> context, v8::Local<v8::Value> entry);
void SetRejected(v8::Local<v8::Context> context, v8::Local<v8::Value> entry, bool rejected);
// As a Uint8Array, or undefined.
v8::Local<v8::Value> CodeToBytes(v8::Isolate* isolate, const v8::ScriptCompiler::CachedData* data);

// How to compile with the code that a source was given.
inline v8::ScriptCompiler::CompileOptions OptionsFor(const v8::ScriptCompiler::CachedData* data) {
  return data ? v8::ScriptCompiler::kConsumeCodeCache : v8::ScriptCompiler::kNoCompileOptions;
}

}  // namespace eddy::module
