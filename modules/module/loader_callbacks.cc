// From V8's questions about import() and import.meta to the loader's JavaScript functions.
#include "module/loader_callbacks.h"

#include <string>

#include "bind/convert.h"
#include "module/es_module.h"
#include "runtime/runtime.h"

namespace eddy::module {
namespace {

enum OwnerField { kOwner, kOwnerFieldCount };
enum WithoutOwner : int { kNobody = 0, kDefault = 1 };

v8::Local<v8::PrimitiveArray> OwnerArray(v8::Isolate* isolate, v8::Local<v8::Primitive> owner) {
  auto array = v8::PrimitiveArray::New(isolate, kOwnerFieldCount);
  array->Set(isolate, kOwner, owner);
  return array;
}

// The owner as JavaScript gets it: undefined for the default loader, null for nobody, else a symbol.
v8::Local<v8::Value> OwnerOf(v8::Isolate* isolate, v8::Local<v8::Context> context,
                             v8::Local<v8::Data> host_defined_options) {
  auto array = host_defined_options.As<v8::PrimitiveArray>();
  if (array->Length() < kOwnerFieldCount) {
    if (context->GetNumberOfEmbedderDataFields() <= kContextImportOwner) return v8::Undefined(isolate);
    return context->GetEmbedderData(kContextImportOwner).As<v8::Value>();
  }
  v8::Local<v8::Value> owner = array->Get(isolate, kOwner);
  if (owner->IsSymbol()) return owner;
  if (owner->IsInt32() && owner.As<v8::Int32>()->Value() == kNobody) return v8::Null(isolate);
  return v8::Undefined(isolate);
}

v8::Local<v8::Promise> Rejected(v8::Local<v8::Context> context, v8::Local<v8::Value> reason) {
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver)) return {};
  if (resolver->Reject(context, reason).IsNothing()) return {};
  return resolver->GetPromise();
}

// An exception becomes the promise's rejection; a result that is no promise, what it is resolved with.
v8::MaybeLocal<v8::Promise> CallImport(v8::Local<v8::Context> context, v8::Local<v8::Context> main,
                                       v8::Local<v8::Value> (&arguments)[5]) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::TryCatch try_catch(isolate);
  auto function = main->GetEmbedderData(kImportFunction).As<v8::Function>();
  v8::Local<v8::Value> result;
  if (!function->Call(main, v8::Undefined(isolate), 5, arguments).ToLocal(&result)) {
    if (try_catch.HasTerminated()) {
      try_catch.ReThrow();
      return {};
    }
    return Rejected(context, try_catch.Exception());
  }
  // Code in another context gets a promise of that context. All code of vm's waits as many turns of promise jobs.
  if (result->IsPromise() && context == main && arguments[0]->IsUndefined()) return result.As<v8::Promise>();
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver)) return {};
  if (resolver->Resolve(context, result).IsNothing()) return {};
  return resolver->GetPromise();
}

v8::MaybeLocal<v8::Promise> OnImportOfPhase(v8::Local<v8::Context> context, v8::Local<v8::Data> host_defined_options,
                                            v8::Local<v8::Value> resource_name, v8::Local<v8::String> specifier,
                                            v8::ModuleImportPhase phase, v8::Local<v8::FixedArray> attributes) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::EscapableHandleScope handles(isolate);
  auto main = Runtime::Of(isolate).context();
  v8::Local<v8::Value> arguments[] = {OwnerOf(isolate, context, host_defined_options), resource_name, specifier,
                                      AttributesObject(context, attributes, 2),
                                      v8::Boolean::New(isolate, phase == v8::ModuleImportPhase::kSource)};
  v8::Local<v8::Promise> promise;
  if (!CallImport(context, main, arguments).ToLocal(&promise)) return {};
  return handles.Escape(promise);
}

v8::MaybeLocal<v8::Promise> OnImport(v8::Local<v8::Context> context, v8::Local<v8::Data> host_defined_options,
                                     v8::Local<v8::Value> resource_name, v8::Local<v8::String> specifier,
                                     v8::Local<v8::FixedArray> attributes) {
  return OnImportOfPhase(context, host_defined_options, resource_name, specifier, v8::ModuleImportPhase::kEvaluation,
                         attributes);
}

void OnImportMeta(v8::Local<v8::Context> context, v8::Local<v8::Module> module, v8::Local<v8::Object> meta) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::HandleScope handles(isolate);
  ESModule* ours = ESModule::Of(isolate, module);
  if (!ours) return;
  auto main = Runtime::Of(isolate).context();
  v8::Local<v8::Value> arguments[] = {meta, ours->wrapper(isolate)};
  v8::TryCatch try_catch(isolate);
  auto function = main->GetEmbedderData(kMetaFunction).As<v8::Function>();
  if (function->Call(main, v8::Undefined(isolate), 2, arguments).IsEmpty()) try_catch.ReThrow();
}

}  // namespace

v8::Local<v8::PrimitiveArray> DefaultLoader(v8::Isolate* isolate) {
  return OwnerArray(isolate, v8::Integer::New(isolate, kDefault));
}

v8::Local<v8::PrimitiveArray> ImportOwner(v8::Isolate* isolate, v8::Local<v8::Value> owner) {
  if (owner->IsSymbol()) return OwnerArray(isolate, owner.As<v8::Symbol>());
  return OwnerArray(isolate, v8::Integer::New(isolate, owner->IsNull() ? kNobody : kDefault));
}

void ConnectCallbacks(v8::Isolate* isolate) {
  isolate->SetHostImportModuleDynamicallyCallback(OnImport);
  isolate->SetHostImportModuleWithPhaseDynamicallyCallback(OnImportOfPhase);
  isolate->SetHostInitializeImportMetaObjectCallback(OnImportMeta);
}

TryCompile::TryCompile(v8::Isolate* isolate) : v8::TryCatch(isolate), runtime_(Runtime::Of(isolate)) {
  runtime_.set_state(State::kUncaughtIsCaptured, runtime_.state(State::kUncaughtIsCaptured) + 1);
}

TryCompile::~TryCompile() {
  runtime_.set_state(State::kUncaughtIsCaptured, runtime_.state(State::kUncaughtIsCaptured) - 1);
}

void RethrowWithArrow(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::TryCatch& try_catch,
                      const char* separator) {
  if (!try_catch.HasCaught()) {  // V8 refused without an exception: names of parameters that are none, odd extensions
    bind::Error::Type("ERR_INVALID_ARG_VALUE", "The code could not be compiled with these parameters").Throw(isolate);
    try_catch.ReThrow();
    return;
  }
  if (try_catch.HasTerminated() || !try_catch.Exception()->IsNativeError()) {
    try_catch.ReThrow();
    return;
  }
  auto error = try_catch.Exception().As<v8::Object>();
  std::string arrow = SourceArrow(isolate, context, try_catch.Message());
  auto key = bind::Symbolic(isolate, "stack");
  v8::TryCatch in_getter(isolate);
  v8::Local<v8::Value> stack;
  if (!arrow.empty() && error->Get(context, key).ToLocal(&stack) && stack->IsString()) {
    auto decorated = v8::String::Concat(isolate, bind::NewString(isolate, arrow + separator), stack.As<v8::String>());
    if (error->Set(context, key, decorated).IsNothing()) in_getter.Reset();
  }
  in_getter.Reset();
  try_catch.ReThrow();
}

}  // namespace eddy::module
