// From the declarations of the rooms to objects in JavaScript and external references for the snapshot.
#include "bind/module.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>

#include "engine/builtins.h"
#include "engine/check.h"

namespace eddy::bind {
namespace {

// Filled by static constructors, before main, in whatever order; sorted by name when first used.
std::vector<ModuleDeclaration*>& Modules() {
  static std::vector<ModuleDeclaration*> modules;
  return modules;
}

v8::Local<v8::FunctionTemplate> TemplateOf(v8::Isolate* isolate, const FunctionDeclaration& function) {
  return v8::FunctionTemplate::New(isolate, function.callback, {}, {}, function.length, v8::ConstructorBehavior::kThrow,
                                   v8::SideEffectType::kHasSideEffect, function.fast);
}

void RefuseConstruction(const CallInfo& info) {
  info.GetIsolate()->ThrowException(
      Error::Type("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor").ToException(info.GetIsolate()));
}

v8::Local<v8::FunctionTemplate> TemplateOf(v8::Isolate* isolate, const ClassDeclaration& declaration) {
  auto made = v8::FunctionTemplate::New(isolate, declaration.constructor ? declaration.constructor : RefuseConstruction,
                                        {}, {}, declaration.length);
  made->SetClassName(Symbolic(isolate, declaration.name));
  made->InstanceTemplate()->SetInternalFieldCount(kWrapperFieldCount);
  for (const auto& method : declaration.methods) {
    made->PrototypeTemplate()->Set(Symbolic(isolate, method.name), TemplateOf(isolate, method));
  }
  for (const auto& getter : declaration.getters) {
    made->PrototypeTemplate()->SetAccessorProperty(Symbolic(isolate, getter.name), TemplateOf(isolate, getter));
  }
  return made;
}

}  // namespace

ModuleDeclaration::ModuleDeclaration(const char* name, Place place) : name_(name), place_(place) {
  Modules().push_back(this);
}

void ModuleDeclaration::DeclareOnce() {
  if (declared_) return;
  declared_ = true;
  Declare();
}

v8::Local<v8::Object> ModuleDeclaration::Instantiate(v8::Local<v8::Context> context) {
  DeclareOnce();
  v8::Isolate* isolate = context->GetIsolate();
  v8::EscapableHandleScope handles(isolate);
  auto exports = v8::Object::New(isolate);
  auto define = [&](const char* name, v8::Local<v8::Value> value) { Define(context, exports, name, value); };
  v8::Local<v8::Function> made_function;  // none where the thread is being stopped
  for (const auto& function : functions_) {
    if (!TemplateOf(isolate, function)->GetFunction(context).ToLocal(&made_function)) return handles.Escape(exports);
    made_function->SetName(Symbolic(isolate, function.name));
    define(function.name, made_function);
  }
  for (const auto& constant : constants_) {
    if (constant.text) {
      define(constant.name, NewString(isolate, constant.text));
    } else {
      define(constant.name, v8::Number::New(isolate, constant.number));
    }
  }
  std::vector<std::pair<std::string_view, v8::Local<v8::FunctionTemplate>>> made;
  for (const auto& declaration : classes_) {
    auto class_template = TemplateOf(isolate, declaration);
    if (declaration.parent) {
      auto parent =
          std::find_if(made.begin(), made.end(), [&](auto& entry) { return entry.first == declaration.parent; });
      CHECK(parent != made.end());
      class_template->Inherit(parent->second);
    }
    made.emplace_back(declaration.name, class_template);
    if (!class_template->GetFunction(context).ToLocal(&made_function)) return handles.Escape(exports);
    define(declaration.name, made_function);
  }
  for (auto initialize : initializers_) initialize(context, exports);
  return handles.Escape(exports);
}

void ModuleDeclaration::CollectExternalReferences(std::vector<intptr_t>& references) {
  DeclareOnce();
  auto add = [&](const FunctionDeclaration& function) {
    references.push_back(reinterpret_cast<intptr_t>(function.callback));
    if (!function.fast) return;
    references.push_back(reinterpret_cast<intptr_t>(function.fast->GetAddress()));
    references.push_back(reinterpret_cast<intptr_t>(function.fast->GetTypeInfo()));
  };
  for (const auto& function : functions_) add(function);
  for (const auto& declaration : classes_) {
    if (declaration.constructor) references.push_back(reinterpret_cast<intptr_t>(declaration.constructor));
    for (const auto& method : declaration.methods) add(method);
    for (const auto& getter : declaration.getters) add(getter);
  }
}

ModuleDeclaration* FindModule(std::string_view name) {
  for (auto* module : Modules()) {
    if (module->name() == name) return module;
  }
  return nullptr;
}

v8::MaybeLocal<v8::Object> NewInstance(v8::Local<v8::Context> context, Wrapped* native, const void* class_id) {
  v8::Isolate* isolate = context->GetIsolate();
  auto& registry = Registry::Of(isolate);
  for (auto* module : Modules()) {
    for (const auto& declaration : module->classes()) {
      if (declaration.class_id != class_id) continue;
      auto class_template = registry.TemplateOf(class_id);
      if (class_template.IsEmpty()) {
        class_template = TemplateOf(isolate, declaration);
        registry.KeepTemplate(class_id, class_template);
      }
      v8::Local<v8::Object> wrapper;
      if (!class_template->InstanceTemplate()->NewInstance(context).ToLocal(&wrapper)) return {};
      native->Attach(isolate, wrapper);
      return wrapper;
    }
  }
  CHECK(false && "class not declared in any EDDY_MODULE");
}

// --- External references. ---

namespace {
std::vector<intptr_t>& ExtraReferences() {
  static std::vector<intptr_t> references;
  return references;
}
}  // namespace

void AddExternalReference(const void* address) { ExtraReferences().push_back(reinterpret_cast<intptr_t>(address)); }

const intptr_t* ExternalReferences() {
  static const std::vector<intptr_t> all = [] {
    auto modules = Modules();
    std::sort(modules.begin(), modules.end(), [](auto* a, auto* b) { return std::string_view(a->name()) < b->name(); });
    std::vector<intptr_t> references{reinterpret_cast<intptr_t>(RefuseConstruction)};
    auto collect = [&](bool in_snapshot) {
      for (auto* module : modules) {
        if (module->in_snapshot() == in_snapshot) module->CollectExternalReferences(references);
      }
    };
    collect(true);
    for (auto& source : engine::BuiltinSources()) references.push_back(reinterpret_cast<intptr_t>(&source));
    references.insert(references.end(), ExtraReferences().begin(), ExtraReferences().end());
    collect(false);
    references.push_back(0);
    return references;
  }();
  return all.data();
}

// --- Errors of the glue itself. ---

// Native functions' parameters have no names in JavaScript: they are counted, as Node counts the arguments of
// Buffer.from().
void ThrowWrongArgument(v8::Isolate* isolate, int index, const char* expected) {
  static constexpr const char* kOrdinals[] = {"first",   "second", "third", "fourth", "fifth",    "sixth",
                                              "seventh", "eighth", "ninth", "tenth",  "eleventh", "twelfth"};
  auto at = static_cast<size_t>(index);
  std::string ordinal = at < std::size(kOrdinals) ? kOrdinals[at] : std::to_string(index + 1) + "th";
  Error::Type("ERR_INVALID_ARG_TYPE", "The " + ordinal + " argument must be " + expected).Throw(isolate);
}

void ThrowWrongReceiver(v8::Isolate* isolate) {
  Error::Type(nullptr, "Illegal invocation").Throw(isolate);  // as V8 says of its own
}

}  // namespace eddy::bind
