// How a vm context looks its global properties up.
//
// Reading asks the sandbox first and the context's own global then. Writing goes to the sandbox, and to the global as
// well: what a script declares must still be found when the sandbox refuses it.
#include "vm/context.h"

#include <set>

#include "async_context/promise_hooks.h"
#include "bind/module.h"
#include "module/loader_callbacks.h"
#include "runtime/runtime.h"

namespace eddy::vm {
namespace {

using v8::Intercepted;
using v8::Local;

enum VmContextField { kSandboxField = 2, kAllowWasmField = 3 };  // of a vm context's embedder data

Local<v8::Private> ContextKey(v8::Isolate* isolate) {
  return v8::Private::ForApi(isolate, bind::Symbolic(isolate, "vm context"));
}

// Where an interceptor finds itself: the context whose global is accessed, and its sandbox.
struct Place {
  template <class Info>
  explicit Place(const Info& info) : isolate(info.GetIsolate()) {
    if (!info.HolderV2()->GetCreationContext().ToLocal(&context)) return;
    if (context->GetNumberOfEmbedderDataFields() <= kSandboxField) return;
    auto value = context->GetEmbedderData(kSandboxField);
    if (value->IsObject()) sandbox = value.template As<v8::Object>();
  }
  // Not so while the context is being made.
  explicit operator bool() const { return !sandbox.IsEmpty(); }

  v8::Isolate* isolate;
  Local<v8::Context> context;
  Local<v8::Object> sandbox;
};

bool HasOwn(const Place& place, Local<v8::Name> name) {
  return place.sandbox->HasOwnProperty(place.context, name).FromMaybe(false);
}

Intercepted Get(Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info) {
  Place place(info);
  if (!place) return Intercepted::kNo;
  v8::TryCatch try_catch(place.isolate);
  Local<v8::Value> value;
  bool found = place.sandbox->GetRealNamedProperty(place.context, name).ToLocal(&value) ||
               (!try_catch.HasCaught() && info.HolderV2()->GetRealNamedProperty(place.context, name).ToLocal(&value));
  if (try_catch.HasCaught()) {
    try_catch.ReThrow();
    return Intercepted::kYes;
  }
  if (!found) return Intercepted::kNo;
  if (value == place.sandbox) value = place.context->Global();
  info.GetReturnValue().Set(value);
  return Intercepted::kYes;
}

Intercepted Query(Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Integer>& info) {
  Place place(info);
  if (!place) return Intercepted::kNo;
  v8::PropertyAttribute attributes;
  if (place.sandbox->HasOwnProperty(place.context, name).FromMaybe(false)) {
    if (!place.sandbox->GetRealNamedPropertyAttributes(place.context, name).To(&attributes)) return Intercepted::kNo;
    info.GetReturnValue().Set(attributes);
    return Intercepted::kYes;
  }
  return Intercepted::kNo;
}

bool IsReadOnly(v8::Maybe<v8::PropertyAttribute> attributes) {
  return attributes.IsJust() && (attributes.FromJust() & v8::ReadOnly);
}

// Whether `name` is an own accessor of the sandbox: then a write is a call of its setter, and of nothing else.
bool IsAccessor(const Place& place, Local<v8::Name> name) {
  Local<v8::Value> descriptor;
  if (!HasOwn(place, name)) return false;
  if (!place.sandbox->GetOwnPropertyDescriptor(place.context, name).ToLocal(&descriptor)) return false;
  if (!descriptor->IsObject()) return false;
  auto has = [&](const char* key) {
    return descriptor.As<v8::Object>()
        ->HasOwnProperty(place.context, bind::Symbolic(place.isolate, key))
        .FromMaybe(false);
  };
  return has("get") || has("set");
}

Intercepted Set(Local<v8::Name> name, Local<v8::Value> value, const v8::PropertyCallbackInfo<void>& info) {
  Place place(info);
  if (!place) return Intercepted::kNo;
  auto on_global = info.HolderV2()->GetRealNamedPropertyAttributes(place.context, name);
  auto on_sandbox = place.sandbox->GetRealNamedPropertyAttributes(place.context, name);
  if (IsReadOnly(on_global) || IsReadOnly(on_sandbox)) return Intercepted::kNo;
  // `x = 1` in strict code throws when x is nowhere; `this.x = 1` does not, nor does a function declaration.
  bool is_bare_name = info.This() != place.context->Global();
  if (on_global.IsNothing() && on_sandbox.IsNothing() && info.ShouldThrowOnError() && is_bare_name &&
      !value->IsFunction()) {
    return Intercepted::kNo;
  }
  v8::TryCatch try_catch(place.isolate);
  bool accessor = IsAccessor(place, name);
  bool done = place.sandbox->Set(place.context, name, value).FromMaybe(false);
  if (try_catch.HasCaught()) {
    try_catch.ReThrow();
    return Intercepted::kYes;
  }
  return done && accessor ? Intercepted::kYes : Intercepted::kNo;
}

Intercepted Descriptor(Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info) {
  Place place(info);
  if (!place || !HasOwn(place, name)) return Intercepted::kNo;
  Local<v8::Value> descriptor;
  if (!place.sandbox->GetOwnPropertyDescriptor(place.context, name).ToLocal(&descriptor)) return Intercepted::kNo;
  info.GetReturnValue().Set(descriptor);
  return Intercepted::kYes;
}

void CopyFlags(const v8::PropertyDescriptor& from, v8::PropertyDescriptor& to) {
  if (from.has_enumerable()) to.set_enumerable(from.enumerable());
  if (from.has_configurable()) to.set_configurable(from.configurable());
}

// Defines the property on the sandbox as it is being defined on the global.
void DefineOn(const Place& place, Local<v8::Name> name, const v8::PropertyDescriptor& given) {
  auto undefined = v8::Undefined(place.isolate);
  auto define = [&](v8::PropertyDescriptor descriptor) {
    CopyFlags(given, descriptor);
    (void)place.sandbox->DefineProperty(place.context, name, descriptor).FromMaybe(false);
  };
  if (given.has_get() || given.has_set()) {
    define(v8::PropertyDescriptor(given.has_get() ? given.get() : undefined.As<v8::Value>(),
                                  given.has_set() ? given.set() : undefined.As<v8::Value>()));
  } else {
    Local<v8::Value> value = given.has_value() ? given.value() : undefined.As<v8::Value>();
    if (given.has_writable()) {
      define(v8::PropertyDescriptor(value, given.writable()));
    } else {
      define(v8::PropertyDescriptor(value));
    }
  }
}

Intercepted Define(Local<v8::Name> name, const v8::PropertyDescriptor& descriptor,
                   const v8::PropertyCallbackInfo<void>& info) {
  Place place(info);
  if (!place) return Intercepted::kNo;
  auto on_global = info.HolderV2()->GetRealNamedPropertyAttributes(place.context, name);
  bool is_declared = on_global.IsJust();
  bool read_only = IsReadOnly(on_global);
  bool dont_delete = is_declared && (on_global.FromJust() & v8::DontDelete);
  // Defining it on the global will throw: the sandbox must not change then.
  if (is_declared && dont_delete && read_only) return Intercepted::kNo;
  v8::TryCatch try_catch(place.isolate);
  DefineOn(place, name, descriptor);
  if (!try_catch.HasCaught()) return Intercepted::kNo;
  try_catch.ReThrow();
  return Intercepted::kYes;
}

Intercepted Delete(Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Boolean>& info) {
  Place place(info);
  if (!place) return Intercepted::kNo;
  v8::TryCatch try_catch(place.isolate);
  bool deleted = place.sandbox->Delete(place.context, name).FromMaybe(false);
  if (try_catch.HasCaught()) {
    try_catch.ReThrow();
    return Intercepted::kYes;
  }
  if (deleted) return Intercepted::kNo;  // goes on to delete it on the global
  info.GetReturnValue().Set(false);
  return Intercepted::kYes;
}

// The names of the sandbox's own properties: V8 asks for named and for indexed ones apart.
void Enumerate(const v8::PropertyCallbackInfo<v8::Array>& info, v8::IndexFilter indices) {
  Place place(info);
  if (!place) return;
  Local<v8::Array> names;
  if (place.sandbox
          ->GetPropertyNames(place.context, v8::KeyCollectionMode::kOwnOnly, v8::ALL_PROPERTIES, indices,
                             v8::KeyConversionMode::kNoNumbers)
          .ToLocal(&names)) {
    info.GetReturnValue().Set(names);
  }
}

void EnumerateNames(const v8::PropertyCallbackInfo<v8::Array>& info) { Enumerate(info, v8::IndexFilter::kSkipIndices); }

void EnumerateIndices(const v8::PropertyCallbackInfo<v8::Array>& info) {
  Place place(info);
  if (!place) return;
  Local<v8::Array> names;
  if (!place.sandbox
           ->GetPropertyNames(place.context, v8::KeyCollectionMode::kOwnOnly, v8::ALL_PROPERTIES,
                              v8::IndexFilter::kIncludeIndices, v8::KeyConversionMode::kKeepNumbers)
           .ToLocal(&names)) {
    return;
  }
  std::vector<Local<v8::Value>> indices;
  for (uint32_t i = 0; i < names->Length(); ++i) {
    Local<v8::Value> name;
    if (!names->Get(place.context, i).ToLocal(&name)) return;
    if (name->IsUint32()) indices.push_back(name);
  }
  info.GetReturnValue().Set(v8::Array::New(place.isolate, indices.data(), indices.size()));
}

// An index is a name to the sandbox.
Local<v8::Name> NameOf(v8::Isolate* isolate, uint32_t index) { return bind::Symbolic(isolate, std::to_string(index)); }
Intercepted GetIndex(uint32_t index, const v8::PropertyCallbackInfo<v8::Value>& info) {
  return Get(NameOf(info.GetIsolate(), index), info);
}
Intercepted SetIndex(uint32_t index, Local<v8::Value> value, const v8::PropertyCallbackInfo<void>& info) {
  return Set(NameOf(info.GetIsolate(), index), value, info);
}
Intercepted QueryIndex(uint32_t index, const v8::PropertyCallbackInfo<v8::Integer>& info) {
  return Query(NameOf(info.GetIsolate(), index), info);
}
Intercepted DescribeIndex(uint32_t index, const v8::PropertyCallbackInfo<v8::Value>& info) {
  return Descriptor(NameOf(info.GetIsolate(), index), info);
}
Intercepted DefineIndex(uint32_t index, const v8::PropertyDescriptor& descriptor,
                        const v8::PropertyCallbackInfo<void>& info) {
  return Define(NameOf(info.GetIsolate(), index), descriptor, info);
}
Intercepted DeleteIndex(uint32_t index, const v8::PropertyCallbackInfo<v8::Boolean>& info) {
  return Delete(NameOf(info.GetIsolate(), index), info);
}

// The shape of a global that asks its sandbox. Named after the sandbox's class.
Local<v8::ObjectTemplate> GlobalTemplate(v8::Isolate* isolate, Local<v8::Object> sandbox) {
  auto constructor = v8::FunctionTemplate::New(isolate);
  constructor->SetClassName(sandbox->GetConstructorName());
  auto shape = constructor->InstanceTemplate();
  auto flags = v8::PropertyHandlerFlags::kHasNoSideEffect;
  shape->SetHandler(
      v8::NamedPropertyHandlerConfiguration(Get, Set, Query, Delete, EnumerateNames, Define, Descriptor, {}, flags));
  shape->SetHandler(v8::IndexedPropertyHandlerConfiguration(GetIndex, SetIndex, QueryIndex, DeleteIndex,
                                                            EnumerateIndices, DefineIndex, DescribeIndex, {}, flags));
  return shape;
}

thread_local std::set<VmContext*> all_contexts;
thread_local VmContext::Visitor on_made;

bool MayMakeWasm(Local<v8::Context> context, Local<v8::String>) {
  if (context->GetNumberOfEmbedderDataFields() <= kAllowWasmField) return true;
  auto allowed = context->GetEmbedderData(kAllowWasmField);
  return !allowed->IsFalse();
}

}  // namespace

v8::MaybeLocal<v8::Object> VmContext::Make(v8::Isolate* isolate, Local<v8::Object> sandbox,
                                           const ContextOptions& options) {
  auto main = Runtime::Of(isolate).context();
  auto* self = new VmContext;
  Local<v8::Object> wrapper;
  if (!bind::Wrap(main, self).ToLocal(&wrapper)) return {};
  if (options.own_microtasks) self->microtasks_ = v8::MicrotaskQueue::New(isolate, v8::MicrotasksPolicy::kExplicit);
  Local<v8::ObjectTemplate> shape;
  if (!sandbox.IsEmpty()) shape = GlobalTemplate(isolate, sandbox);
  auto context = v8::Context::New(isolate, nullptr, shape, {}, {}, self->microtasks_.get());
  if (context.IsEmpty()) return {};
  context->SetSecurityToken(main->GetSecurityToken());
  context->AllowCodeGenerationFromStrings(options.allow_strings);
  context->SetErrorMessageForCodeGenerationFromStrings(
      bind::Symbolic(isolate, "Code generation from strings disallowed for this context"));
  context->SetEmbedderData(kSandboxField, v8::Undefined(isolate));
  context->SetEmbedderData(kAllowWasmField, v8::Boolean::New(isolate, options.allow_wasm));
  context->SetEmbedderData(module::kContextImportOwner, options.import_owner);
  isolate->SetAllowWasmCodeGenerationCallback(MayMakeWasm);

  auto global = context->Global();
  auto result = sandbox.IsEmpty() ? global : sandbox;
  if (!sandbox.IsEmpty()) {
    auto tag = v8::Symbol::GetToStringTag(isolate);
    if (global->DefineOwnProperty(context, tag, sandbox->GetConstructorName(), v8::DontEnum).IsNothing()) return {};
    context->SetEmbedderData(kSandboxField, sandbox);
  }
  self->context_.Reset(isolate, context);
  self->context_.SetWeak();
  auto key = ContextKey(isolate);
  if (result->SetPrivate(main, key, wrapper).IsNothing() || wrapper->SetPrivate(main, key, global).IsNothing())
    return {};
  if (result != global && global->SetPrivate(context, key, wrapper).IsNothing()) return {};
  v8::String::Utf8Value name(isolate, options.name), origin(isolate, options.origin);
  self->name_ = std::string(*name, static_cast<size_t>(name.length()));
  if (options.origin->IsString()) self->origin_ = std::string(*origin, static_cast<size_t>(origin.length()));
  all_contexts.insert(self);
  async_context::ApplyPromiseHooks(context);
  async_context::WhenPromiseHooksChange([] {
    ForEach(
        [](Local<v8::Context> each, std::string_view, std::string_view) { async_context::ApplyPromiseHooks(each); });
  });
  if (on_made) on_made(context, self->name_, self->origin_);
  return result;
}

VmContext::~VmContext() { all_contexts.erase(this); }

void VmContext::ForEach(const Visitor& visit) {
  for (VmContext* self : all_contexts) {
    if (!self->context_.IsEmpty()) visit(self->context(), self->name_, self->origin_);
  }
}

void VmContext::OnMade(Visitor visit) { on_made = std::move(visit); }

VmContext* VmContext::Of(v8::Isolate* isolate, Local<v8::Value> sandbox) {
  if (!sandbox->IsObject()) return nullptr;
  auto main = Runtime::Of(isolate).context();
  Local<v8::Value> wrapper;
  if (!sandbox.As<v8::Object>()->GetPrivate(main, ContextKey(isolate)).ToLocal(&wrapper)) return nullptr;
  auto* self = bind::Unwrap<VmContext>(wrapper);
  if (!self || self->context_.IsEmpty()) return nullptr;
  // The inner global knows its context too, but only what createContext returned stands for it.
  return self;
}

}  // namespace eddy::vm
