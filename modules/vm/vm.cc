// The native half of node:vm: scripts, functions and modules compiled from text, run in contexts of their own.
//
// A sandbox object stands for its context on the JavaScript side; null stands for the main context. `owner` says who
// answers import() in the code: a symbol that JavaScript knows, undefined for the default loader, null for nobody.
#include <cstring>
#include <memory>
#include <vector>

#include "bind/holder.h"
#include "bind/module.h"
#include "module/es_module.h"
#include "module/loader_callbacks.h"
#include "runtime/runtime.h"
#include "trace/trace.h"
#include "vm/context.h"
#include "vm/watchdog.h"

namespace eddy::vm {
namespace {

using module::ConnectCallbacks;
using module::ESModule;
using module::ImportOwner;
using module::RethrowWithArrow;
using v8::Local;

Local<v8::Context> ContextFor(v8::Isolate* isolate, Local<v8::Value> sandbox) {
  VmContext* vm_context = VmContext::Of(isolate, sandbox);
  return vm_context ? vm_context->context() : Runtime::Of(isolate).context();
}

// How long a piece of code may run, and what happens to its errors.
struct Limits {
  uint64_t timeout_ms;
  bool on_sigint;
};

void ThrowEnded(v8::Isolate* isolate, const Watchdog& watchdog, uint64_t timeout_ms) {
  if (watchdog.timed_out()) {
    bind::Error::Plain("ERR_SCRIPT_EXECUTION_TIMEOUT",
                       "Script execution timed out after " + std::to_string(timeout_ms) + "ms")
        .Throw(isolate);
  } else {
    bind::Error::Plain("ERR_SCRIPT_EXECUTION_INTERRUPTED", "Script execution was interrupted by `SIGINT`")
        .Throw(isolate);
  }
}

// Runs `work` within the limits, and the promise jobs of a context that has a queue of its own.
// `ended`: whether it was the limits that ended it.
template <class Work>
v8::MaybeLocal<v8::Value> RunLimited(v8::Isolate* isolate, Limits limits, v8::MicrotaskQueue* own_microtasks, Work work,
                                     bool* ended = nullptr) {
  auto run = [&]() -> v8::MaybeLocal<v8::Value> {
    v8::MaybeLocal<v8::Value> result = work();
    if (!result.IsEmpty() && own_microtasks) own_microtasks->PerformCheckpoint(isolate);
    return result;
  };
  if (limits.timeout_ms == 0 && !limits.on_sigint) return run();
  v8::TryCatch try_catch(isolate);
  Watchdog watchdog(isolate, limits.timeout_ms, limits.on_sigint);
  v8::MaybeLocal<v8::Value> result = run();
  watchdog.Stop();
  if (watchdog.timed_out() || watchdog.interrupted()) {
    if (try_catch.HasTerminated()) try_catch.Reset();
    if (ended) *ended = true;
    ThrowEnded(isolate, watchdog, limits.timeout_ms);
    try_catch.ReThrow();
    return {};
  }
  if (try_catch.HasCaught()) try_catch.ReThrow();
  return result;
}

// --- Code caches. ---

std::unique_ptr<v8::ScriptCompiler::CachedData> CacheFrom(Local<v8::Value> bytes) {
  constexpr size_t kMost = 1 << 30;  // V8 counts in an int; larger is no cache of V8's
  auto span = bind::BytesOf(bytes);
  if (!span || span->size() > kMost) return nullptr;
  auto* copy = new uint8_t[span->size()];
  std::memcpy(copy, span->data(), span->size());
  return std::make_unique<v8::ScriptCompiler::CachedData>(copy, static_cast<int>(span->size()),
                                                          v8::ScriptCompiler::CachedData::BufferOwned);
}

Local<v8::Value> ToBytes(v8::Isolate* isolate, const v8::ScriptCompiler::CachedData* data) {
  if (!data) return v8::Undefined(isolate);
  auto buffer = v8::ArrayBuffer::New(isolate, data->length);
  std::memcpy(buffer->Data(), data->data, data->length);
  return v8::Uint8Array::New(buffer, 0, data->length);
}

void SetField(Local<v8::Context> context, Local<v8::Object> object, const char* name, Local<v8::Value> value) {
  bind::Define(context, object, name, value);
}

// --- Where code comes from: filename, lines, cache, import owner. ---

struct SourceText {
  Local<v8::String> text;
  Local<v8::String> filename;
  int32_t line, column;
  Local<v8::Value> cached_data;
  Local<v8::Value> owner;

  v8::ScriptOrigin Origin(v8::Isolate* isolate, bool is_module = false) const {
    return v8::ScriptOrigin(filename, line, column, is_module, -1, Local<v8::Value>(), false, false, is_module,
                            ImportOwner(isolate, owner));
  }
};

class VmScript final : public bind::Object<VmScript> {
 public:
  static v8::MaybeLocal<v8::Object> Make(v8::Isolate* isolate, Local<v8::Context> context,
                                         Local<v8::UnboundScript> script) {
    Local<v8::Object> holder, wrapper;
    if (!bind::Holder(context, script).ToLocal(&holder)) return {};
    auto* self = new VmScript;
    if (!bind::Wrap(context, self).ToLocal(&wrapper)) return {};
    auto key = v8::Private::ForApi(isolate, bind::Symbolic(isolate, "script"));
    if (wrapper->SetPrivate(context, key, holder).IsNothing()) return {};
    self->script_.Reset(isolate, script);
    self->script_.SetWeak();  // held through the wrapper, so that code and wrapper can go together
    return wrapper;
  }

  // run(sandbox, timeout, displayErrors, breakOnSigint): the completion value.
  v8::MaybeLocal<v8::Value> Run(v8::Isolate* isolate, Local<v8::Value> sandbox, double timeout, bool display_errors,
                                bool break_on_sigint) {
    trace::Span span(trace::vm_script, "RunInContext");
    VmContext* vm_context = VmContext::Of(isolate, sandbox);
    auto context = ContextFor(isolate, sandbox);
    v8::Context::Scope scope(context);
    ConnectCallbacks(isolate);
    v8::TryCatch try_catch(isolate);
    auto script = script_.Get(isolate)->BindToCurrentContext();
    bool ended = false;  // which is no error of a line of the script
    auto result = RunLimited(
        isolate, {bind::Saturated<uint64_t>(timeout), break_on_sigint},
        vm_context ? vm_context->own_microtasks() : nullptr, [&] { return script->Run(context); }, &ended);
    if (!try_catch.HasCaught()) return result;
    if (display_errors && !ended) {
      RethrowWithArrow(isolate, context, try_catch);
    } else {
      try_catch.ReThrow();
    }
    return {};
  }

  v8::MaybeLocal<v8::Value> CreateCachedData(v8::Isolate* isolate) {
    std::unique_ptr<v8::ScriptCompiler::CachedData> data(v8::ScriptCompiler::CreateCodeCache(script_.Get(isolate)));
    return ToBytes(isolate, data.get());
  }

 private:
  VmScript() = default;
  v8::Global<v8::UnboundScript> script_;
};

// 'B' and 'E' around the compilation of a script.
class TracedCompilation {
 public:
  TracedCompilation(v8::Isolate* isolate, Local<v8::String> filename) : is_on_(trace::On(trace::vm_script)) {
    if (!is_on_) return;
    v8::String::Utf8Value name(isolate, filename);
    std::string_view text(*name ? *name : "", static_cast<size_t>(name.length()));
    trace::Add(trace::vm_script, 'B', kName, {}, "{\"filename\":" + trace::Quoted(text) + "}");
  }
  ~TracedCompilation() {
    if (is_on_) trace::Add(trace::vm_script, 'E', kName);
  }
  TracedCompilation(const TracedCompilation&) = delete;

 private:
  static constexpr const char* kName = "ContextifyScript::New";
  const bool is_on_;
};

// compileScript(text, filename, line, column, cachedData, produceCachedData, owner)
//   → {script, sourceURL, sourceMapURL, cachedData, cachedDataRejected}
v8::MaybeLocal<v8::Value> CompileScript(v8::Isolate* isolate, Local<v8::Context> context, Local<v8::String> text,
                                        Local<v8::String> filename, int32_t line, int32_t column,
                                        Local<v8::Value> cached_data, bool produce, Local<v8::Value> owner) {
  TracedCompilation traced(isolate, filename);
  ConnectCallbacks(isolate);
  SourceText given{text, filename, line, column, cached_data, owner};
  auto* cache = CacheFrom(cached_data).release();  // the Source owns it
  v8::ScriptCompiler::Source source(text, given.Origin(isolate), cache);
  module::TryCompile try_catch(isolate);
  Local<v8::UnboundScript> script;
  auto option = cache ? v8::ScriptCompiler::kConsumeCodeCache : v8::ScriptCompiler::kNoCompileOptions;
  if (!v8::ScriptCompiler::CompileUnboundScript(isolate, &source, option).ToLocal(&script)) {
    RethrowWithArrow(isolate, context, try_catch);
    return {};
  }
  Local<v8::Object> wrapper;
  if (!VmScript::Make(isolate, context, script).ToLocal(&wrapper)) return {};
  auto result = v8::Object::New(isolate);
  SetField(context, result, "script", wrapper);
  SetField(context, result, "sourceURL", script->GetSourceURL());
  SetField(context, result, "sourceMapURL", script->GetSourceMappingURL());
  if (cache)
    SetField(context, result, "cachedDataRejected", v8::Boolean::New(isolate, source.GetCachedData()->rejected));
  if (produce) {
    std::unique_ptr<v8::ScriptCompiler::CachedData> made(v8::ScriptCompiler::CreateCodeCache(script));
    SetField(context, result, "cachedData", ToBytes(isolate, made.get()));
  }
  return result;
}

// compileFunction(text, filename, line, column, cachedData, produceCachedData, owner, sandbox, extensions, parameters)
//   → {function, sourceURL, sourceMapURL, cachedData, cachedDataRejected}
v8::MaybeLocal<v8::Value> CompileFunction(v8::Isolate* isolate, Local<v8::Context> current, Local<v8::String> text,
                                          Local<v8::String> filename, int32_t line, int32_t column,
                                          Local<v8::Value> cached_data, bool produce, Local<v8::Value> owner,
                                          Local<v8::Value> sandbox, Local<v8::Array> extension_list,
                                          Local<v8::Array> parameter_list) {
  ConnectCallbacks(isolate);
  auto context = ContextFor(isolate, sandbox);
  std::vector<Local<v8::Object>> extensions;
  std::vector<Local<v8::String>> parameters;
  Local<v8::Value> item;
  for (uint32_t i = 0; i < extension_list->Length(); ++i) {
    if (!extension_list->Get(current, i).ToLocal(&item)) return {};
    if (item->IsObject()) extensions.push_back(item.As<v8::Object>());
  }
  for (uint32_t i = 0; i < parameter_list->Length(); ++i) {
    if (!parameter_list->Get(current, i).ToLocal(&item)) return {};
    if (item->IsString()) parameters.push_back(item.As<v8::String>());
  }
  SourceText given{text, filename, line, column, cached_data, owner};
  auto* cache = CacheFrom(cached_data).release();
  v8::ScriptCompiler::Source source(text, given.Origin(isolate), cache);
  auto option = cache ? v8::ScriptCompiler::kConsumeCodeCache : v8::ScriptCompiler::kNoCompileOptions;
  module::TryCompile try_catch(isolate);
  v8::Context::Scope scope(context);
  Local<v8::Function> function;
  if (!v8::ScriptCompiler::CompileFunction(context, &source, parameters.size(), parameters.data(), extensions.size(),
                                           extensions.data(), option)
           .ToLocal(&function)) {
    RethrowWithArrow(isolate, context, try_catch);
    return {};
  }
  auto result = v8::Object::New(isolate);
  SetField(current, result, "function", function);
  auto script_origin = function->GetScriptOrigin();
  SetField(current, result, "sourceMapURL", script_origin.SourceMapUrl());
  if (cache)
    SetField(current, result, "cachedDataRejected", v8::Boolean::New(isolate, source.GetCachedData()->rejected));
  if (produce) {
    std::unique_ptr<v8::ScriptCompiler::CachedData> made(v8::ScriptCompiler::CreateCodeCacheForFunction(function));
    SetField(current, result, "cachedData", ToBytes(isolate, made.get()));
  }
  return result;
}

// makeContext(sandbox or null, name, origin, allowStrings, allowWasm, ownMicrotasks, owner) → the sandbox, or the new
// global
v8::MaybeLocal<v8::Object> MakeContext(v8::Isolate* isolate, Local<v8::Value> sandbox, Local<v8::String> name,
                                       Local<v8::Value> origin, bool allow_strings, bool allow_wasm,
                                       bool own_microtasks, Local<v8::Value> owner) {
  ContextOptions options;
  options.name = name;
  options.origin = origin;
  options.allow_strings = allow_strings;
  options.allow_wasm = allow_wasm;
  options.own_microtasks = own_microtasks;
  options.import_owner = owner;
  Local<v8::Object> object;
  if (sandbox->IsObject()) object = sandbox.As<v8::Object>();
  return VmContext::Make(isolate, object, options);
}

bool IsContext(v8::Isolate* isolate, Local<v8::Value> sandbox) { return VmContext::Of(isolate, sandbox) != nullptr; }

bool IsModuleNamespace(Local<v8::Value> value) { return value->IsModuleNamespaceObject(); }

// promiseState(promise): {state: 'pending', 'fulfilled' or 'rejected', result}
v8::Local<v8::Value> PromiseState(v8::Isolate* isolate, Local<v8::Context> context, Local<v8::Promise> promise) {
  auto result = v8::Object::New(isolate);
  const char* names[] = {"pending", "fulfilled", "rejected"};
  SetField(context, result, "state", bind::Symbolic(isolate, names[promise->State()]));
  if (promise->State() != v8::Promise::kPending) SetField(context, result, "result", promise->Result());
  return result;
}

// measureMemory(detailed, eager): a promise of V8's own report.
v8::MaybeLocal<v8::Promise> MeasureMemory(v8::Isolate* isolate, Local<v8::Context> context, bool detailed, bool eager) {
  Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver)) return {};
  auto mode = detailed ? v8::MeasureMemoryMode::kDetailed : v8::MeasureMemoryMode::kSummary;
  isolate->MeasureMemory(v8::MeasureMemoryDelegate::Default(isolate, context, resolver, mode),
                         eager ? v8::MeasureMemoryExecution::kEager : v8::MeasureMemoryExecution::kDefault);
  return resolver->GetPromise();
}

// --- Modules. ---

// compileModule(text, identifier, line, column, cachedData, owner, sandbox)
v8::MaybeLocal<v8::Object> CompileModule(v8::Isolate* isolate, Local<v8::String> text, Local<v8::String> identifier,
                                         int32_t line, int32_t column, Local<v8::Value> cached_data,
                                         Local<v8::Value> owner, Local<v8::Value> sandbox) {
  ConnectCallbacks(isolate);
  auto context = ContextFor(isolate, sandbox);
  SourceText given{text, identifier, line, column, cached_data, owner};
  auto* cache = CacheFrom(cached_data).release();
  v8::ScriptCompiler::Source source(text, given.Origin(isolate, true), cache);
  auto option = cache ? v8::ScriptCompiler::kConsumeCodeCache : v8::ScriptCompiler::kNoCompileOptions;
  module::TryCompile try_catch(isolate);
  v8::Context::Scope scope(context);
  Local<v8::Module> module;
  if (!v8::ScriptCompiler::CompileModule(isolate, &source, option).ToLocal(&module)) {
    RethrowWithArrow(isolate, context, try_catch);
    return {};
  }
  if (cache && source.GetCachedData()->rejected) {
    bind::Error::Plain("ERR_VM_MODULE_CACHED_DATA_REJECTED", "`cachedData` buffer was rejected").Throw(isolate);
    try_catch.ReThrow();
    return {};
  }
  return ESModule::Make(isolate, context, module);
}

// createSyntheticModule(identifier, names, steps, sandbox)
v8::MaybeLocal<v8::Object> CreateSyntheticModule(v8::Isolate* isolate, Local<v8::Context> current,
                                                 Local<v8::String> identifier, Local<v8::Array> names,
                                                 Local<v8::Function> steps, Local<v8::Value> sandbox) {
  return ESModule::MakeSynthetic(isolate, ContextFor(isolate, sandbox), current, identifier, names, steps);
}

// evaluateModule(module, timeout, breakOnSigint, sandbox): its promise.
v8::MaybeLocal<v8::Value> EvaluateModule(v8::Isolate* isolate, ESModule* module, double timeout, bool break_on_sigint,
                                         Local<v8::Value> sandbox) {
  if (!module) return v8::Undefined(isolate);
  VmContext* vm_context = VmContext::Of(isolate, sandbox);
  return RunLimited(isolate, {bind::Saturated<uint64_t>(timeout), break_on_sigint},
                    vm_context ? vm_context->own_microtasks() : nullptr, [&] { return module->Evaluate(); });
}

}  // namespace
}  // namespace eddy::vm

namespace eddy {
using vm::VmContext;
using vm::VmScript;

EDDY_MODULE(vm) {
  Class<VmContext>("VmContext");
  Class<VmScript>("VmScript").Method<&VmScript::Run>("run").Method<&VmScript::CreateCachedData>("createCachedData");
  Function<vm::CompileScript>("compileScript");
  Function<vm::CompileFunction>("compileFunction");
  Function<vm::MakeContext>("makeContext");
  Function<vm::IsContext>("isContext");
  Function<vm::IsModuleNamespace>("isModuleNamespace");
  Function<vm::PromiseState>("promiseState");
  Function<vm::MeasureMemory>("measureMemory");
  Function<vm::CompileModule>("compileModule");
  Function<vm::CreateSyntheticModule>("createSyntheticModule");
  Function<vm::EvaluateModule>("evaluateModule");
}
}  // namespace eddy
