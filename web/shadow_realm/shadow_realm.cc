// V8 asks for a context when a program makes a ShadowRealm. What is in it besides the language, and what import() loads
// there, shadow_realm.js decides; here is what it needs for that: code that is compiled in the realm's context.
#include "shadow_realm/shadow_realm.h"

#include "async_context/promise_hooks.h"
#include "bind/module.h"
#include "engine/builtins.h"
#include "module/es_module.h"
#include "module/loader_callbacks.h"
#include "runtime/require.h"
#include "runtime/runtime.h"

namespace eddy::shadow_realm {
namespace {

using v8::Local;

constexpr int kLoadGlobalField = module::kContextImportOwner + 1;  // of a realm's embedder data: loads a class by name

Local<v8::Context> ContextOf(Local<v8::Object> global) {
  return global->GetCreationContext(v8::Isolate::GetCurrent()).ToLocalChecked();
}

// A class of ours, when its name is read first.
void LoadGlobal(Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  auto context = isolate->GetCurrentContext();
  Local<v8::Value> load = context->GetEmbedderData(kLoadGlobalField), argument = name, value;
  if (!load->IsFunction()) return;
  auto main = Runtime::Of(isolate).context();
  if (load.As<v8::Function>()->Call(main, v8::Undefined(isolate), 1, &argument).ToLocal(&value)) {
    info.GetReturnValue().Set(value);
  }
}

// {owner, names, load} of JavaScript's setUp(global).
bool SetUp(Runtime& runtime, Local<v8::Context> context) {
  auto main = runtime.context();
  v8::Isolate* isolate = runtime.isolate();
  Local<v8::Value> exports, set_up, made, owner, names, load, global = context->Global();
  v8::Context::Scope scope(main);
  auto get = [&](Local<v8::Value> object, const char* name, Local<v8::Value>* value) {
    return object->IsObject() && object.As<v8::Object>()->Get(main, bind::Symbolic(isolate, name)).ToLocal(value);
  };
  if (!RequireBuiltin(runtime, "shadow_realm").ToLocal(&exports) || !get(exports, "setUp", &set_up)) return false;
  if (!set_up.As<v8::Function>()->Call(main, v8::Undefined(isolate), 1, &global).ToLocal(&made)) return false;
  if (!get(made, "owner", &owner) || !get(made, "names", &names) || !get(made, "load", &load)) return false;
  context->SetEmbedderData(module::kContextImportOwner, owner);
  context->SetEmbedderData(kLoadGlobalField, load);
  for (uint32_t i = 0; i < names.As<v8::Array>()->Length(); ++i) {
    Local<v8::Value> name;
    if (!names.As<v8::Array>()->Get(main, i).ToLocal(&name)) return false;
    auto attributes = v8::PropertyAttribute::DontEnum;
    auto done = context->Global()->SetLazyDataProperty(context, name.As<v8::Name>(), LoadGlobal, {}, attributes);
    if (done.IsNothing()) return false;
  }
  return true;
}

v8::MaybeLocal<v8::Context> OnNewRealm(Local<v8::Context> initiator) {
  v8::Isolate* isolate = initiator->GetIsolate();
  v8::EscapableHandleScope handles(isolate);
  auto context = v8::Context::New(isolate, nullptr, {}, {}, {}, initiator->GetMicrotaskQueue());
  if (context.IsEmpty()) return {};
  context->SetSecurityToken(initiator->GetSecurityToken());
  module::ConnectCallbacks(isolate);
  async_context::ApplyPromiseHooks(context);
  if (!SetUp(Runtime::Of(isolate), context)) return {};
  return handles.Escape(context);
}

// --- What JavaScript asks for. ---

// compileBuiltin(global, id): the built-in's function, of the realm; undefined when there is none of that name.
v8::MaybeLocal<v8::Value> CompileBuiltin(v8::Isolate* isolate, Local<v8::Object> global, std::string id) {
  int index = engine::FindBuiltin(id);
  if (index < 0) return v8::Undefined(isolate);
  auto context = ContextOf(global);
  v8::Context::Scope scope(context);
  Local<v8::Function> function;
  if (!engine::CompileBuiltin(context, index).ToLocal(&function)) return {};
  return function;
}

// nativeHalf(global, room): its functions, of the realm; undefined when the room has none.
Local<v8::Value> NativeHalf(v8::Isolate* isolate, Local<v8::Object> global, std::string room) {
  auto* declaration = bind::FindModule(room);
  if (declaration == nullptr) return v8::Undefined(isolate);
  auto context = ContextOf(global);
  v8::Context::Scope scope(context);
  return declaration->Instantiate(context);
}

// compileModule(global, source, url, owner): a native module of the realm.
v8::MaybeLocal<v8::Object> CompileModule(v8::Isolate* isolate, Local<v8::Object> global, Local<v8::String> text,
                                         Local<v8::String> url, Local<v8::Value> owner) {
  v8::ScriptOrigin origin(url, 0, 0, true, -1, Local<v8::Value>(), false, false, true,
                          module::ImportOwner(isolate, owner));
  return module::CompileIn(isolate, ContextOf(global), text, origin, v8::Undefined(isolate));
}

// createSynthetic(global, url, names, steps): a module of the realm whose exports `steps` sets.
v8::MaybeLocal<v8::Object> CreateSynthetic(v8::Isolate* isolate, Local<v8::Context> current, Local<v8::Object> global,
                                           Local<v8::String> url, Local<v8::Array> names, Local<v8::Function> steps) {
  return module::ESModule::MakeSynthetic(isolate, ContextOf(global), current, url, names, steps);
}

// compileFunction(global, source, url, owner, names): a function of the realm with such parameters.
v8::MaybeLocal<v8::Function> CompileFunction(v8::Isolate* isolate, Local<v8::Object> global, Local<v8::String> text,
                                             Local<v8::String> url, Local<v8::Value> owner,
                                             std::vector<std::string> names) {
  auto context = ContextOf(global);
  v8::Context::Scope scope(context);
  std::vector<Local<v8::String>> parameters;
  parameters.reserve(names.size());
  for (const auto& name : names) parameters.push_back(bind::NewString(isolate, name));
  v8::ScriptOrigin origin(url, 0, 0, false, -1, Local<v8::Value>(), false, false, false,
                          module::ImportOwner(isolate, owner));
  v8::ScriptCompiler::Source source(text, origin);
  return v8::ScriptCompiler::CompileFunction(context, &source, parameters.size(), parameters.data());
}

}  // namespace

void Enable(v8::Isolate* isolate) { isolate->SetHostCreateShadowRealmContextCallback(OnNewRealm); }

}  // namespace eddy::shadow_realm

namespace eddy {

EDDY_MODULE(shadow_realm) {
  Function<shadow_realm::CompileBuiltin>("compileBuiltin");
  Function<shadow_realm::NativeHalf>("nativeHalf");
  Function<shadow_realm::CompileModule>("compileModule");
  Function<shadow_realm::CreateSynthetic>("createSynthetic");
  Function<shadow_realm::CompileFunction>("compileFunction");
}

}  // namespace eddy
