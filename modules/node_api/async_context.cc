// Asynchronous contexts, and callbacks made within them.
#include "node_api/async_context.h"

using namespace eddy::node_api;

namespace eddy::node_api {

AsyncContext::AsyncContext(napi_env env, v8::Local<v8::Object> resource, v8::Local<v8::Value> name)
    : env_(env), frame_(env->isolate()) {
  v8::Isolate* isolate = env->isolate();
  v8::HandleScope handles(isolate);
  bool own = resource.IsEmpty();
  if (own) resource = v8::Object::New(isolate);
  resource_.Reset(isolate, resource);
  if (!own) resource_.SetWeak();
  v8::TryCatch ignored(isolate);  // hooks that throw end the process by themselves
  v8::Local<v8::Value> arguments[] = {resource, name}, ids;
  if (env->world().Call(World::Function::kStart, 2, arguments).ToLocal(&ids)) ids_.Reset(isolate, ids);
}

AsyncContext::~AsyncContext() { Destroy(); }

void AsyncContext::Destroy() {
  if (std::exchange(destroyed_, true) || ids_.IsEmpty() || env_->world().ended()) return;
  v8::HandleScope handles(env_->isolate());
  v8::TryCatch ignored(env_->isolate());
  v8::Local<v8::Value> ids = ids_.Get(env_->isolate());
  env_->world().Call(World::Function::kDestroy, 1, &ids).IsEmpty();
  env_->world().ContextDestroyed();
}

// One that was collected is replaced: whoever asks gets an object.
v8::Local<v8::Value> AsyncContext::Resource() {
  if (resource_.IsEmpty()) resource_.Reset(env_->isolate(), v8::Object::New(env_->isolate()));
  return resource_.Get(env_->isolate());
}

void AsyncContext::TellHooks(World::Function function) {
  if (ids_.IsEmpty()) return;
  v8::Isolate* isolate = env_->isolate();
  v8::HandleScope handles(isolate);
  v8::TryCatch ignored(isolate);
  v8::Local<v8::Value> arguments[] = {ids_.Get(isolate), Resource()};
  env_->world().Call(function, 2, arguments).IsEmpty();
}

v8::Local<v8::Value> AsyncContext::Enter() {
  v8::Isolate* isolate = env_->isolate();
  auto before = isolate->GetContinuationPreservedEmbedderData();
  auto frame = frame_.Get(isolate);
  isolate->SetContinuationPreservedEmbedderData(frame.IsEmpty() ? v8::Undefined(isolate).As<v8::Value>() : frame);
  TellHooks(World::Function::kEnter);
  return before;
}

void AsyncContext::Leave(v8::Local<v8::Value> before) {
  TellHooks(World::Function::kLeave);
  env_->isolate()->SetContinuationPreservedEmbedderData(before);
}

AsyncContext::Scope::Scope(napi_env env, std::shared_ptr<AsyncContext> context)
    : context_(std::move(context)),
      scope_(env->runtime(), context_ ? context_->frame_.Get(env->isolate()) : v8::Local<v8::Value>()) {
  if (context_) context_->TellHooks(World::Function::kEnter);
}

AsyncContext::Scope::~Scope() {
  if (context_) context_->TellHooks(World::Function::kLeave);
}

bool ResourceOf(napi_env env, napi_value resource, v8::Local<v8::Object>* result) {
  if (!resource) return true;
  return ToLocal(resource)->ToObject(env->context()).ToLocal(result);
}

}  // namespace eddy::node_api

struct napi_async_context__ {
  std::shared_ptr<AsyncContext> context;
};

static std::shared_ptr<AsyncContext> ContextOf(napi_async_context context) {
  return context ? context->context : nullptr;
}

// No handle scope goes with it: what the addon makes inside is the addon's afterwards, too.
struct napi_callback_scope__ {
  std::shared_ptr<AsyncContext> context;
  v8::Global<v8::Value> before;
};

napi_status napi_async_init(napi_env env, napi_value async_resource, napi_value async_resource_name,
                            napi_async_context* result) {
  Entry entry(env, async_resource_name, result);
  if (!entry) return entry.status();
  v8::Local<v8::Object> resource;
  if (!ResourceOf(env, async_resource, &resource)) return entry.Fail(napi_object_expected);
  v8::Local<v8::String> name;
  if (!ToLocal(async_resource_name)->ToString(env->context()).ToLocal(&name)) return entry.Fail(napi_string_expected);
  *result = new napi_async_context__{std::make_shared<AsyncContext>(env, resource, name)};
  return entry.Ok();
}

napi_status napi_async_destroy(napi_env env, napi_async_context async_context) {
  Entry entry(env, async_context);
  if (!entry) return entry.status();
  async_context->context->Destroy();
  delete async_context;
  return entry.Ok();
}

// Where domains are in use, the callback runs in its receiver's.
static v8::MaybeLocal<v8::Value> InDomain(napi_env env, v8::Local<v8::Object> receiver,
                                          v8::Local<v8::Function> function, int count,
                                          v8::Local<v8::Value>* arguments) {
  if (!env->world().Has(World::Function::kInDomain)) return function->Call(env->context(), receiver, count, arguments);
  v8::Local<v8::Value> call[] = {receiver, function,
                                 v8::Array::New(env->isolate(), arguments, static_cast<size_t>(count))};
  return env->world().Call(World::Function::kInDomain, 3, call);
}

napi_status napi_make_callback(napi_env env, napi_async_context async_context, napi_value recv, napi_value func,
                               size_t argc, const napi_value* argv, napi_value* result) {
  ScriptEntry entry(env, recv);
  if (!entry) return entry.status();
  if (argc > 0 && !argv) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::Object> receiver;
  if (!ToLocal(recv)->ToObject(env->context()).ToLocal(&receiver)) return entry.Fail(napi_object_expected);
  if (!func) return entry.Fail(napi_invalid_arg);
  auto function = ToLocal(func);
  if (!function->IsFunction()) return entry.Fail(napi_invalid_arg);
  v8::EscapableHandleScope handles(env->isolate());
  v8::Local<v8::Value> value;
  {
    AsyncContext::Scope scope(env, ContextOf(async_context));
    v8::Local<v8::Value> inner;
    if (InDomain(env, receiver, function.As<v8::Function>(), static_cast<int>(argc), ToLocals(argv)).ToLocal(&inner)) {
      value = handles.Escape(inner);
    } else {
      scope.SkipDrain();  // the exception is the addon's affair first
    }
  }
  if (value.IsEmpty()) return entry.FailOrPending(napi_generic_failure);
  return result ? entry.Give(result, value) : entry.Ok();
}

napi_status napi_open_callback_scope(napi_env env, napi_value resource_object, napi_async_context context,
                                     napi_callback_scope* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  auto* scope = new napi_callback_scope__{ContextOf(context), {}};
  if (scope->context) scope->before.Reset(env->isolate(), scope->context->Enter());
  *result = scope;
  ++env->open_callback_scopes;
  return entry.Ok();
}

napi_status napi_close_callback_scope(napi_env env, napi_callback_scope scope) {
  Entry entry(env, scope);
  if (!entry) return entry.status();
  if (env->open_callback_scopes == 0) return napi_callback_scope_mismatch;
  --env->open_callback_scopes;
  if (scope->context) scope->context->Leave(scope->before.Get(env->isolate()));
  delete scope;
  eddy::loop::CallbackScope drain(env->runtime());  // where it was the outermost
  return entry.Ok();
}
