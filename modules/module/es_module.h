// A v8::Module as a JavaScript object: what the ES module loader and vm.SourceTextModule are made of.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "bind/object.h"
#include "v8.h"

namespace eddy::module {

class ESModule;

// A module of `context`, as an object of the main one. The cache entry: see code_cache.h; may be undefined. Empty: an
// exception, with its place in front of the stack, is pending.
v8::MaybeLocal<v8::Object> CompileIn(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::String> text,
                                     const v8::ScriptOrigin& origin, v8::Local<v8::Value> cache_entry);

// The import attributes of a request as an object without a prototype; `stride` is V8's distance between two keys.
v8::Local<v8::Object> AttributesObject(v8::Local<v8::Context> context, v8::Local<v8::FixedArray> attributes,
                                       int stride);

// From V8's modules to ours: V8 names a module by a hash that two may share.
class ModuleTable final : public bind::Object<ModuleTable> {
 public:
  ~ModuleTable() override;
  static ModuleTable& Of(v8::Isolate* isolate);
  void Add(int hash, ESModule* module) { modules_.emplace(hash, module); }
  void Remove(int hash, ESModule* module);
  ESModule* Find(v8::Isolate* isolate, v8::Local<v8::Module> module);

 private:
  std::unordered_multimap<int, ESModule*> modules_;
};

class ESModule final : public bind::Object<ESModule> {
 public:
  ~ESModule() override;

  // The object around `module`, made in the main context. Empty: an exception is pending.
  static v8::MaybeLocal<v8::Object> Make(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                         v8::Local<v8::Module> module);
  // A module with the exports `names` whose values the function `steps` sets when it is evaluated, living in `context`.
  static v8::MaybeLocal<v8::Object> MakeSynthetic(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                                  v8::Local<v8::Context> current, v8::Local<v8::String> name,
                                                  v8::Local<v8::Array> names, v8::Local<v8::Function> steps);
  // Ours of a V8 module, or nullptr.
  static ESModule* Of(v8::Isolate* isolate, v8::Local<v8::Module> module);

  v8::Local<v8::Module> module() const { return module_.Get(isolate()); }
  v8::Local<v8::Context> context() const { return context_.Get(isolate()); }

  v8::Local<v8::Value> Requests();
  void Link(std::vector<ESModule*> dependencies, v8::Local<v8::Context> current);
  v8::MaybeLocal<v8::Value> Instantiate();
  v8::MaybeLocal<v8::Value> Evaluate();
  v8::MaybeLocal<v8::Value> EvaluateSync();
  v8::MaybeLocal<v8::Value> Namespace();
  int32_t Status();
  v8::MaybeLocal<v8::Value> Exception();
  bool IsGraphAsync();
  bool HasTopLevelAwait();
  // What the last comment of that kind says, or undefined.
  v8::Local<v8::Value> SourceMappingUrl();
  v8::MaybeLocal<v8::Value> SetExport(v8::Local<v8::String> name, v8::Local<v8::Value> value);
  std::vector<std::string> Stalled();
  v8::MaybeLocal<v8::Value> CreateCachedData();

 private:
  friend class ModuleTable;
  ESModule(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Module> module);
  static v8::MaybeLocal<v8::Module> Resolve(v8::Local<v8::Context> context, v8::Local<v8::String> specifier,
                                            v8::Local<v8::FixedArray> attributes, v8::Local<v8::Module> referrer);
  // What `import source` of `specifier` gives: the property `source` that JavaScript put on the module's wrapper.
  static v8::MaybeLocal<v8::Object> ResolveSource(v8::Local<v8::Context> context, v8::Local<v8::String> specifier,
                                                  v8::Local<v8::FixedArray> attributes, v8::Local<v8::Module> referrer);
  // The module that stands for a request of `referrer`; nullptr: ERR_VM_MODULE_LINK_FAILURE is thrown.
  static ESModule* Dependency(v8::Isolate* isolate, v8::Local<v8::String> specifier,
                              v8::Local<v8::FixedArray> attributes, v8::Local<v8::Module> referrer);
  v8::Local<v8::Value> Identifier();  // as JavaScript noted it on the wrapper
  int IndexOfRequest(v8::Local<v8::String> specifier, v8::Local<v8::FixedArray> attributes);

  // Weak: the wrapper holds the module, so the module may hold the wrapper without a cycle.
  v8::Global<v8::Module> module_;
  v8::Global<v8::Context> context_;
  int hash_;
  ModuleTable* table_;
  std::vector<ESModule*> dependencies_;  // one a request; held through the wrapper
};

}  // namespace eddy::module
