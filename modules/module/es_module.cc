// ES modules for JavaScript: compile or make one, link it to others, instantiate, evaluate.
//
// In: source text and the modules that stand for each request. Out: promises, namespaces, errors as V8 makes them, with
// the place of a syntax error in front of their stack.
#include "module/es_module.h"

#include <cstring>

#include "bind/holder.h"
#include "bind/module.h"
#include "engine/check.h"
#include "module/code_cache.h"
#include "module/loader_callbacks.h"
#include "runtime/runtime.h"

namespace eddy::module {
namespace {

constexpr int kRequestAttributeStride = 3;  // key, value, source offset

v8::Local<v8::Private> Hidden(v8::Isolate* isolate, const char* name) {
  return v8::Private::ForApi(isolate, bind::Symbolic(isolate, name));
}

bool SameAttributes(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::FixedArray> one,
                    v8::Local<v8::FixedArray> other) {
  if (one->Length() != other->Length()) return false;
  for (int i = 0; i < one->Length(); i += kRequestAttributeStride) {
    for (int j = 0; j < 2; ++j) {
      auto left = one->Get(context, i + j).As<v8::String>(), right = other->Get(context, i + j).As<v8::String>();
      if (!left->StringEquals(right)) return false;
    }
  }
  return true;
}

v8::Local<v8::Value> Request(v8::Local<v8::Context> context, v8::Local<v8::ModuleRequest> request) {
  v8::Isolate* isolate = context->GetIsolate();
  bool is_source = request->GetPhase() == v8::ModuleImportPhase::kSource;
  v8::Local<v8::Name> names[] = {bind::Symbolic(isolate, "specifier"), bind::Symbolic(isolate, "attributes"),
                                 bind::Symbolic(isolate, "phase")};
  v8::Local<v8::Value> values[] = {request->GetSpecifier(),
                                   AttributesObject(context, request->GetImportAttributes(), kRequestAttributeStride),
                                   bind::Symbolic(isolate, is_source ? "source" : "evaluation")};
  auto prototype = v8::Object::New(isolate)->GetPrototypeV2();
  return v8::Object::New(isolate, prototype, names, values, 3);
}

void ThrowCode(v8::Isolate* isolate, const char* code, const char* message) {
  bind::Error::Plain(code, message).Throw(isolate);
}

}  // namespace

v8::Local<v8::Object> AttributesObject(v8::Local<v8::Context> context, v8::Local<v8::FixedArray> attributes,
                                       int stride) {
  v8::Isolate* isolate = context->GetIsolate();
  std::vector<v8::Local<v8::Name>> names;
  std::vector<v8::Local<v8::Value>> values;
  for (int i = 0; i < attributes->Length(); i += stride) {
    names.push_back(attributes->Get(context, i).As<v8::String>());
    values.push_back(attributes->Get(context, i + 1).As<v8::String>());
  }
  return v8::Object::New(isolate, v8::Null(isolate), names.data(), values.data(), names.size());
}

// --- The table ---

ModuleTable::~ModuleTable() {
  for (auto& [hash, module] : modules_) module->table_ = nullptr;
}

ModuleTable& ModuleTable::Of(v8::Isolate* isolate) {
  auto context = Runtime::Of(isolate).context();
  if (context->GetNumberOfEmbedderDataFields() > kModuleTable) {
    auto known = context->GetEmbedderData(kModuleTable);
    if (auto* table = known.IsEmpty() ? nullptr : bind::Unwrap<ModuleTable>(known)) return *table;
  }
  auto* table = new ModuleTable;
  context->SetEmbedderData(kModuleTable, bind::Wrap(context, table).ToLocalChecked());
  return *table;
}

void ModuleTable::Remove(int hash, ESModule* module) {
  auto [first, last] = modules_.equal_range(hash);
  for (auto entry = first; entry != last; ++entry) {
    if (entry->second != module) continue;
    modules_.erase(entry);
    return;
  }
}

ESModule* ModuleTable::Find(v8::Isolate* isolate, v8::Local<v8::Module> module) {
  auto [first, last] = modules_.equal_range(module->GetIdentityHash());
  for (auto entry = first; entry != last; ++entry) {
    if (entry->second->module_ == module) return entry->second;
  }
  return nullptr;
}

// --- Making ---

ESModule::ESModule(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Module> module)
    : module_(isolate, module),
      context_(isolate, context),
      hash_(module->GetIdentityHash()),
      table_(&ModuleTable::Of(isolate)) {
  module_.SetWeak();
  context_.SetWeak();
  table_->Add(hash_, this);
}

ESModule::~ESModule() {
  if (table_) table_->Remove(hash_, this);
}

v8::MaybeLocal<v8::Object> ESModule::Make(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                          v8::Local<v8::Module> module) {
  auto main = Runtime::Of(isolate).context();
  v8::Local<v8::Object> holder, wrapper;
  if (!bind::Holder(main, module).ToLocal(&holder)) return {};
  if (!bind::Wrap(main, new ESModule(isolate, context, module)).ToLocal(&wrapper)) return {};
  wrapper->SetPrivate(main, Hidden(isolate, "module"), holder).IsNothing();
  // Keeps the module's context.
  wrapper->SetPrivate(main, Hidden(isolate, "global"), context->Global()).IsNothing();
  return wrapper;
}

ESModule* ESModule::Of(v8::Isolate* isolate, v8::Local<v8::Module> module) {
  return ModuleTable::Of(isolate).Find(isolate, module);
}

// --- Linking ---

v8::Local<v8::Value> ESModule::Requests() {
  v8::Isolate* isolate = this->isolate();
  auto main = Runtime::Of(isolate).context();
  auto requests = module()->GetModuleRequests();
  std::vector<v8::Local<v8::Value>> list;
  list.reserve(requests->Length());
  for (int i = 0; i < requests->Length(); ++i) {
    list.push_back(Request(main, requests->Get(context(), i).As<v8::ModuleRequest>()));
  }
  return v8::Array::New(isolate, list.data(), list.size());
}

void ESModule::Link(std::vector<ESModule*> dependencies, v8::Local<v8::Context> current) {
  v8::Isolate* isolate = this->isolate();
  std::vector<v8::Local<v8::Value>> wrappers;
  wrappers.reserve(dependencies.size());
  for (auto* dependency : dependencies) {
    if (!dependency) return ThrowCode(isolate, "ERR_VM_MODULE_NOT_MODULE", "A dependency is no module");
    wrappers.push_back(dependency->wrapper(isolate));
  }
  wrapper(isolate)
      ->SetPrivate(current, Hidden(isolate, "dependencies"), v8::Array::New(isolate, wrappers.data(), wrappers.size()))
      .IsNothing();
  dependencies_ = std::move(dependencies);
}

int ESModule::IndexOfRequest(v8::Local<v8::String> specifier, v8::Local<v8::FixedArray> attributes) {
  v8::Isolate* isolate = this->isolate();
  auto context = this->context();
  auto requests = module()->GetModuleRequests();
  for (int i = 0; i < requests->Length(); ++i) {
    auto request = requests->Get(context, i).As<v8::ModuleRequest>();
    if (request->GetSpecifier()->StringEquals(specifier) &&
        SameAttributes(isolate, context, request->GetImportAttributes(), attributes)) {
      return i;
    }
  }
  return -1;
}

ESModule* ESModule::Dependency(v8::Isolate* isolate, v8::Local<v8::String> specifier,
                               v8::Local<v8::FixedArray> attributes, v8::Local<v8::Module> referrer) {
  ESModule* self = Of(isolate, referrer);
  int index = self ? self->IndexOfRequest(specifier, attributes) : -1;
  if (index >= 0 && static_cast<size_t>(index) < self->dependencies_.size()) return self->dependencies_[index];
  v8::String::Utf8Value name(isolate, specifier);
  v8::String::Utf8Value importer(isolate, referrer->IsSourceTextModule() && self ? self->Identifier() : specifier);
  std::string message = "request for '" + std::string(*name, name.length()) + "' can not be resolved on module '" +
                        std::string(*importer, importer.length()) + "' that is not linked";
  ThrowCode(isolate, "ERR_VM_MODULE_LINK_FAILURE", message.c_str());
  return nullptr;
}

v8::MaybeLocal<v8::Module> ESModule::Resolve(v8::Local<v8::Context> context, v8::Local<v8::String> specifier,
                                             v8::Local<v8::FixedArray> attributes, v8::Local<v8::Module> referrer) {
  ESModule* dependency = Dependency(context->GetIsolate(), specifier, attributes, referrer);
  if (!dependency) return {};
  return dependency->module();
}

v8::MaybeLocal<v8::Object> ESModule::ResolveSource(v8::Local<v8::Context> context, v8::Local<v8::String> specifier,
                                                   v8::Local<v8::FixedArray> attributes,
                                                   v8::Local<v8::Module> referrer) {
  v8::Isolate* isolate = context->GetIsolate();
  ESModule* dependency = Dependency(isolate, specifier, attributes, referrer);
  if (!dependency) return {};
  auto main = Runtime::Of(isolate).context();
  v8::Local<v8::Value> source;
  auto own = dependency->wrapper(isolate)->GetRealNamedProperty(main, bind::Symbolic(isolate, "source"));
  if (own.ToLocal(&source) && source->IsObject()) return source.As<v8::Object>();
  v8::String::Utf8Value name(isolate, dependency->Identifier());
  std::string message =
      "Source phase import object is not defined for module '" + std::string(*name ? *name : "", name.length()) + "'";
  auto error = v8::Exception::SyntaxError(bind::NewString(isolate, message)).As<v8::Object>();
  bind::Define(main, error, "code", bind::NewString(isolate, "ERR_SOURCE_PHASE_NOT_DEFINED"));
  isolate->ThrowException(error);
  return {};
}

v8::Local<v8::Value> ESModule::Identifier() {
  v8::Isolate* isolate = this->isolate();
  v8::Local<v8::Value> name;
  auto key = bind::Symbolic(isolate, "identifier");
  if (!wrapper(isolate)->Get(Runtime::Of(isolate).context(), key).ToLocal(&name)) return v8::Undefined(isolate);
  return name;
}

v8::MaybeLocal<v8::Value> ESModule::Instantiate() {
  v8::Isolate* isolate = this->isolate();
  auto context = this->context();
  TryCompile try_catch(isolate);
  if (module()->InstantiateModule(context, Resolve, ResolveSource).IsNothing()) {
    RethrowWithArrow(isolate, context, try_catch, "");
    return {};
  }
  return v8::Undefined(isolate);
}

// --- Evaluating ---

v8::MaybeLocal<v8::Value> ESModule::Evaluate() {
  ConnectCallbacks(isolate());
  if (Status() < v8::Module::kInstantiated) {
    ThrowCode(isolate(), "ERR_MODULE_NOT_INSTANTIATED", "Module is not instantiated");
    return {};
  }
  return module()->Evaluate(context());
}

// Throws what the module throws. The module's graph must not be asynchronous.
v8::MaybeLocal<v8::Value> ESModule::EvaluateSync() {
  v8::Isolate* isolate = this->isolate();
  v8::Local<v8::Value> result;
  if (!Evaluate().ToLocal(&result)) return {};
  auto promise = result.As<v8::Promise>();
  if (promise->State() == v8::Promise::kRejected) {
    // The rejection was reported when it happened: only a handler takes that back.
    auto ignore = v8::Function::New(context(), [](const bind::CallInfo&) {});
    v8::Local<v8::Function> handler;
    if (!ignore.ToLocal(&handler) || promise->Catch(context(), handler).IsEmpty()) return {};
    isolate->ThrowException(promise->Result());
    return {};
  }
  return v8::Undefined(isolate);
}

v8::MaybeLocal<v8::Value> ESModule::Namespace() {
  if (Status() < v8::Module::kInstantiated) {
    ThrowCode(isolate(), "ERR_MODULE_NOT_INSTANTIATED", "Module is not instantiated");
    return {};
  }
  return module()->GetModuleNamespace();
}

int32_t ESModule::Status() { return module()->GetStatus(); }

v8::MaybeLocal<v8::Value> ESModule::Exception() {
  if (Status() != v8::Module::kErrored) return v8::Undefined(isolate());
  return module()->GetException();
}

bool ESModule::IsGraphAsync() { return Status() >= v8::Module::kInstantiated && module()->IsGraphAsync(); }

bool ESModule::HasTopLevelAwait() { return module()->IsSourceTextModule() && module()->HasTopLevelAwait(); }

v8::Local<v8::Value> ESModule::SourceMappingUrl() {
  if (!module()->IsSourceTextModule()) return v8::Undefined(isolate());
  return module()->GetUnboundModuleScript()->GetSourceMappingURL();
}

v8::MaybeLocal<v8::Value> ESModule::SetExport(v8::Local<v8::String> name, v8::Local<v8::Value> value) {
  if (!module()->IsSyntheticModule()) return v8::Undefined(isolate());
  if (module()->SetSyntheticModuleExport(isolate(), name, value).IsNothing()) return {};
  return v8::Undefined(isolate());
}

// For each top-level await in the graph that was never settled, where it is.
std::vector<std::string> ESModule::Stalled() {
  v8::Isolate* isolate = this->isolate();
  std::vector<std::string> texts;
  if (!IsGraphAsync() || Status() == v8::Module::kErrored) return texts;
  auto [modules, messages] = module()->GetStalledTopLevelAwaitMessages(isolate);
  for (auto message : messages) {
    texts.push_back("Warning: Detected unsettled top-level await at " + SourceArrow(isolate, context(), message) +
                    "\n\n");
  }
  return texts;
}

v8::MaybeLocal<v8::Value> ESModule::CreateCachedData() {
  v8::Isolate* isolate = this->isolate();
  std::unique_ptr<v8::ScriptCompiler::CachedData> data(
      v8::ScriptCompiler::CreateCodeCache(module()->GetUnboundModuleScript()));
  return CodeToBytes(isolate, data.get());
}

namespace {

// What runs a synthetic module: the function `steps` of its wrapper.
v8::MaybeLocal<v8::Value> RunSteps(v8::Local<v8::Context> context, v8::Local<v8::Module> module) {
  v8::Isolate* isolate = context->GetIsolate();
  ESModule* self = ESModule::Of(isolate, module);
  if (!self) {
    ThrowCode(isolate, "ERR_VM_MODULE_STATUS", "The module is gone");
    return {};
  }
  auto wrapper = self->wrapper(isolate);
  auto main = Runtime::Of(isolate).context();
  v8::Local<v8::Value> steps, result;
  if (!wrapper->Get(main, bind::Symbolic(isolate, "steps")).ToLocal(&steps)) return {};
  if (steps->IsFunction() && steps.As<v8::Function>()->Call(main, wrapper, 0, nullptr).IsEmpty()) return {};
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver)) return {};
  if (resolver->Resolve(context, v8::Undefined(isolate)).IsNothing()) return {};
  return resolver->GetPromise();
}

}  // namespace

v8::MaybeLocal<v8::Object> CompileIn(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::String> text,
                                     const v8::ScriptOrigin& origin, v8::Local<v8::Value> cache_entry) {
  v8::Context::Scope scope(context);
  ConnectCallbacks(isolate);
  TryCompile try_catch(isolate);
  auto* code = CodeOf(context, cache_entry).release();  // the Source's own
  v8::ScriptCompiler::Source source(text, origin, code);
  v8::Local<v8::Module> module;
  if (!v8::ScriptCompiler::CompileModule(isolate, &source, OptionsFor(code)).ToLocal(&module)) {
    RethrowWithArrow(isolate, context, try_catch);
    return {};
  }
  if (code) SetRejected(context, cache_entry, code->rejected);
  return ESModule::Make(isolate, context, module);
}

namespace {

// compile(source, url, cacheEntry): a module that imports through the default loader. The entry: see code_cache.h; may
// be undefined.
v8::MaybeLocal<v8::Object> Compile(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::String> source,
                                   v8::Local<v8::String> url, v8::Local<v8::Value> cache_entry) {
  v8::ScriptOrigin origin(url, 0, 0, true, -1, v8::Local<v8::Value>(), false, false, true, DefaultLoader(isolate));
  return CompileIn(isolate, context, source, origin, cache_entry);
}

// createSynthetic(url, names, steps): a module whose exports the function `steps` sets when it is evaluated.
v8::MaybeLocal<v8::Object> CreateSynthetic(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                           v8::Local<v8::String> url, v8::Local<v8::Array> names,
                                           v8::Local<v8::Function> steps) {
  return ESModule::MakeSynthetic(isolate, context, context, url, names, steps);
}

}  // namespace

v8::MaybeLocal<v8::Object> ESModule::MakeSynthetic(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                                   v8::Local<v8::Context> current, v8::Local<v8::String> name,
                                                   v8::Local<v8::Array> names, v8::Local<v8::Function> steps) {
  std::vector<v8::Local<v8::String>> list;
  for (uint32_t i = 0; i < names->Length(); ++i) {
    v8::Local<v8::Value> item;
    if (!names->Get(current, i).ToLocal(&item)) return {};
    if (item->IsString()) list.push_back(item.As<v8::String>());
  }
  v8::Context::Scope scope(context);
  auto module = v8::Module::CreateSyntheticModule(isolate, name, {list.data(), list.size()}, RunSteps);
  v8::Local<v8::Object> wrapper;
  if (!Make(isolate, context, module).ToLocal(&wrapper)) return {};
  if (wrapper->Set(current, bind::Symbolic(isolate, "steps"), steps).IsNothing()) return {};
  return wrapper;
}

}  // namespace eddy::module

namespace eddy {
using module::ESModule;
using module::ModuleTable;

EDDY_MODULE(esm) {
  Class<ModuleTable>("ModuleTable");
  Class<ESModule>("ESModule")
      .Method<&ESModule::Link>("link")
      .Method<&ESModule::Instantiate>("instantiate")
      .Method<&ESModule::Evaluate>("evaluate")
      .Method<&ESModule::EvaluateSync>("evaluateSync")
      .Method<&ESModule::SetExport>("setExport")
      .Method<&ESModule::CreateCachedData>("createCachedData")
      .Getter<&ESModule::Requests>("requests")
      .Getter<&ESModule::Namespace>("namespace")
      .Getter<&ESModule::Status>("status")
      .Getter<&ESModule::Exception>("error")
      .Getter<&ESModule::IsGraphAsync>("isGraphAsync")
      .Getter<&ESModule::HasTopLevelAwait>("hasTopLevelAwait")
      .Getter<&ESModule::SourceMappingUrl>("sourceMappingURL")
      .Getter<&ESModule::Stalled>("stalled");
  Function<module::Compile>("compile");
  Function<module::CreateSynthetic>("createSynthetic");
}
}  // namespace eddy
