// Asynchronous operations of addons of V8's own interface, and calls that are made as the runtime makes callbacks.
#include <memory>
#include <optional>

#include "addons/world.h"
#include "loop/callback_scope.h"
#include "observe/note.h"

using eddy::addons::Find;
using eddy::addons::Of;
using eddy::addons::ToEnvironment;
using eddy::addons::World;

namespace node {
namespace {

using Function = World::Function;

v8::Local<v8::Value> ToArray(v8::Isolate* isolate, async_context context) {
  v8::Local<v8::Value> ids[] = {v8::Number::New(isolate, context.async_id),
                                v8::Number::New(isolate, context.trigger_async_id)};
  return v8::Array::New(isolate, ids, 2);
}

double ToNumber(v8::MaybeLocal<v8::Value> value) {
  v8::Local<v8::Value> number;
  return value.ToLocal(&number) && number->IsNumber() ? number.As<v8::Number>()->Value() : 0;
}

// Notifies the hooks; a hook that throws ends the process by itself. What has no id is not reported.
void Notify(World& world, Function function, async_context context, v8::Local<v8::Value> resource = {}) {
  if (context.async_id == 0) return;
  v8::Isolate* isolate = world.runtime().isolate();
  v8::HandleScope handles(isolate);
  v8::TryCatch ignored(isolate);
  if (resource.IsEmpty()) resource = v8::Undefined(isolate);
  v8::Local<v8::Value> arguments[] = {ToArray(isolate, context), resource};
  world.Call(function, 2, arguments).IsEmpty();
}

double Ask(World* world, Function function) { return world ? ToNumber(world->Call(function, 0, nullptr)) : 0; }

v8::Local<v8::String> NewText(v8::Isolate* isolate, std::string_view text) {
  return v8::String::NewFromUtf8(isolate, text.data(), v8::NewStringType::kNormal, static_cast<int>(text.size()))
      .FromMaybe(v8::String::Empty(isolate));
}

// Around callbacks: which operation runs, what AsyncLocalStorage shows.
class Operation {
 public:
  Operation(World& world, v8::Local<v8::Object> resource, async_context context, v8::Local<v8::Value> frame)
      : world_(world), context_(context) {
    v8::Isolate* isolate = world.runtime().isolate();
    if (!frame.IsEmpty()) {
      outer_frame_.Reset(isolate, isolate->GetContinuationPreservedEmbedderData());
      isolate->SetContinuationPreservedEmbedderData(frame);
    }
    Notify(world, Function::kEnter, context, resource);
  }
  ~Operation() {
    v8::Isolate* isolate = world_.runtime().isolate();
    v8::HandleScope handles(isolate);
    Notify(world_, Function::kLeave, context_);
    if (!outer_frame_.IsEmpty()) isolate->SetContinuationPreservedEmbedderData(outer_frame_.Get(isolate));
  }

 private:
  World& world_;
  async_context context_;
  v8::Global<v8::Value> outer_frame_;
};

struct Target {
  v8::Local<v8::Object> resource;  // whose operation it is
  v8::Local<v8::Object> receiver;
  async_context context;
  v8::Local<v8::Value> frame;  // empty: the current one
};

v8::MaybeLocal<v8::Value> Call(World& world, const Target& target, v8::Local<v8::Function> callback, int argc,
                               v8::Local<v8::Value>* argv) {
  if (!world.Has(Function::kInDomain)) return callback->Call(world.runtime().context(), target.receiver, argc, argv);
  auto list = v8::Array::New(world.runtime().isolate(), argv, static_cast<size_t>(argc));
  v8::Local<v8::Value> arguments[] = {target.receiver, callback, list};
  return world.Call(Function::kInDomain, 3, arguments);
}

v8::MaybeLocal<v8::Value> Invoke(World* world, const Target& target, v8::Local<v8::Function> callback, int argc,
                                 v8::Local<v8::Value>* argv) {
  if (!world || world->ended() || world->runtime().stopping()) return {};
  v8::EscapableHandleScope handles(world->runtime().isolate());
  v8::Local<v8::Value> result;
  {
    eddy::loop::CallbackScope scope(world->runtime());
    eddy::observe::NoteKind("addon");
    Operation operation(*world, target.resource, target.context, target.frame);
    v8::Local<v8::Value> inner;
    if (Call(*world, target, callback, argc, argv).ToLocal(&inner)) {
      result = handles.Escape(inner);
    } else {
      scope.SkipDrain();  // whoever handles the exception comes first
    }
  }
  return result;
}

// A method by its name; empty when there is none, or looking threw.
v8::MaybeLocal<v8::Function> MethodOf(World* world, v8::Local<v8::Object> receiver, v8::Local<v8::String> name) {
  v8::Local<v8::Value> value;
  if (!world || !receiver->Get(world->runtime().context(), name).ToLocal(&value) || !value->IsFunction()) return {};
  return value.As<v8::Function>();
}

v8::MaybeLocal<v8::Value> InvokeMethod(World* world, const Target& target, v8::Local<v8::String> name, int argc,
                                       v8::Local<v8::Value>* argv) {
  v8::Local<v8::Function> callback;
  if (!MethodOf(world, target.receiver, name).ToLocal(&callback)) return {};
  return Invoke(world, target, callback, argc, argv);
}

// Where nobody below waits for it, an exception has been reported already: callers get undefined in place of nothing.
v8::MaybeLocal<v8::Value> OrUndefined(v8::Isolate* isolate, v8::MaybeLocal<v8::Value> result) {
  if (!result.IsEmpty() || v8::StackTrace::CurrentStackTrace(isolate, 1)->GetFrameCount() > 0) return result;
  return v8::Undefined(isolate).As<v8::Value>();
}

async_context Begin(World* world, v8::Local<v8::Object> resource, v8::Local<v8::String> name, async_id trigger) {
  if (!world) return {0, 0};
  v8::Isolate* isolate = world->runtime().isolate();
  v8::HandleScope handles(isolate);
  v8::TryCatch ignored(isolate);
  v8::Local<v8::Value> arguments[] = {resource, name, v8::Number::New(isolate, trigger)}, ids;
  if (!world->Call(Function::kStart, 3, arguments).ToLocal(&ids) || !ids->IsArray()) return {0, 0};
  auto context = world->runtime().context();
  auto list = ids.As<v8::Array>();
  return {ToNumber(list->Get(context, 0)), ToNumber(list->Get(context, 1))};
}

}  // namespace

// --- Ids. ---

async_id AsyncHooksGetExecutionAsyncId(v8::Isolate* isolate) { return Ask(Find(isolate), Function::kExecutionId); }
async_id AsyncHooksGetExecutionAsyncId(v8::Local<v8::Context> context) {
  Environment* env = GetCurrentEnvironment(context);
  return env ? Ask(&Of(env), Function::kExecutionId) : 0;
}
async_id AsyncHooksGetTriggerAsyncId(v8::Isolate* isolate) { return Ask(Find(isolate), Function::kTriggerId); }

async_context EmitAsyncInit(v8::Isolate* isolate, v8::Local<v8::Object> resource, v8::Local<v8::String> name,
                            async_id trigger_async_id) {
  return Begin(Find(isolate), resource, name, trigger_async_id);
}
async_context EmitAsyncInit(v8::Isolate* isolate, v8::Local<v8::Object> resource, std::string_view name,
                            async_id trigger_async_id) {
  v8::HandleScope handles(isolate);
  return Begin(Find(isolate), resource, NewText(isolate, name), trigger_async_id);
}
async_context EmitAsyncInit(v8::Isolate* isolate, v8::Local<v8::Object> resource, const char* name,
                            async_id trigger_async_id) {
  return EmitAsyncInit(isolate, resource, std::string_view(name), trigger_async_id);
}

void EmitAsyncDestroy(Environment* env, async_context context) {
  World& world = Of(env);
  if (world.ended()) return;
  Notify(world, Function::kDestroy, context);
  world.ContextDestroyed();
}
void EmitAsyncDestroy(v8::Isolate* isolate, async_context context) {
  if (World* world = Find(isolate)) EmitAsyncDestroy(ToEnvironment(world), context);
}

// --- Calls. ---

v8::MaybeLocal<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver,
                                       v8::Local<v8::Function> callback, int argc, v8::Local<v8::Value>* argv,
                                       async_context context) {
  return OrUndefined(isolate, Invoke(Find(isolate), {receiver, receiver, context, {}}, callback, argc, argv));
}
v8::MaybeLocal<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver,
                                       v8::Local<v8::String> method, int argc, v8::Local<v8::Value>* argv,
                                       async_context context) {
  return OrUndefined(isolate, InvokeMethod(Find(isolate), {receiver, receiver, context, {}}, method, argc, argv));
}
v8::MaybeLocal<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver, const char* method,
                                       int argc, v8::Local<v8::Value>* argv, async_context context) {
  return MakeCallback(isolate, receiver, NewText(isolate, method), argc, argv, context);
}

v8::Local<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver,
                                  v8::Local<v8::Function> callback, int argc, v8::Local<v8::Value>* argv) {
  return MakeCallback(isolate, receiver, callback, argc, argv, {0, 0}).FromMaybe(v8::Local<v8::Value>());
}
v8::Local<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver, v8::Local<v8::String> method,
                                  int argc, v8::Local<v8::Value>* argv) {
  return MakeCallback(isolate, receiver, method, argc, argv, {0, 0}).FromMaybe(v8::Local<v8::Value>());
}
v8::Local<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver, const char* method, int argc,
                                  v8::Local<v8::Value>* argv) {
  return MakeCallback(isolate, receiver, method, argc, argv, {0, 0}).FromMaybe(v8::Local<v8::Value>());
}

// --- Scopes. ---

// No handle scope goes with it: what the addon makes inside is the addon's afterwards, too.
struct CallbackScope::Inside {
  World& world;
  std::optional<Operation> operation;
};

void CallbackScope::Enter(void* data, v8::Local<v8::Object> resource, async_context context) {
  errors_.SetVerbose(true);
  auto* world = static_cast<World*>(data);
  if (!world) return;
  inside_ = new Inside{*world, std::nullopt};  // deleted by the destructor
  inside_->operation.emplace(*world, resource, context, v8::Local<v8::Value>());
}

CallbackScope::CallbackScope(v8::Isolate* isolate, v8::Local<v8::Object> resource, async_context context)
    : inside_(nullptr), errors_(isolate) {
  Enter(Find(isolate), resource, context);
}

CallbackScope::CallbackScope(Environment* env, v8::Local<v8::Object> resource, async_context context)
    : inside_(nullptr), errors_(Of(env).runtime().isolate()) {
  Enter(&Of(env), resource, context);
}

CallbackScope::~CallbackScope() {
  if (!inside_) return;
  std::unique_ptr<Inside> inside(inside_);
  inside->operation.reset();
  if (errors_.HasCaught() || inside->world.ended()) return;
  eddy::loop::CallbackScope drain(inside->world.runtime());  // where it was the outermost
}

// --- Operations that C++ keeps. ---

AsyncResource::AsyncResource(v8::Isolate* isolate, v8::Local<v8::Object> resource, std::string_view name,
                             async_id trigger_async_id)
    : env_(ToEnvironment(Find(isolate))),
      resource_(isolate, resource),
      context_(EmitAsyncInit(isolate, resource, name, trigger_async_id)) {
  v8::HandleScope handles(isolate);
  frame_.Reset(isolate, isolate->GetContinuationPreservedEmbedderData());
}

AsyncResource::AsyncResource(v8::Isolate* isolate, v8::Local<v8::Object> resource, const char* name,
                             async_id trigger_async_id)
    : AsyncResource(isolate, resource, std::string_view(name), trigger_async_id) {}

AsyncResource::~AsyncResource() {
  if (env_) EmitAsyncDestroy(env_, context_);
}

v8::Local<v8::Object> AsyncResource::get_resource() { return resource_.Get(v8::Isolate::GetCurrent()); }
async_id AsyncResource::get_async_id() const { return context_.async_id; }
async_id AsyncResource::get_trigger_async_id() const { return context_.trigger_async_id; }

v8::MaybeLocal<v8::Value> AsyncResource::MakeCallback(v8::Local<v8::Function> callback, int argc,
                                                      v8::Local<v8::Value>* argv) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  auto resource = get_resource();
  return OrUndefined(isolate,
                     Invoke(&Of(env_), {resource, resource, context_, frame_.Get(isolate)}, callback, argc, argv));
}

v8::MaybeLocal<v8::Value> AsyncResource::MakeCallback(v8::Local<v8::String> method, int argc,
                                                      v8::Local<v8::Value>* argv) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  auto resource = get_resource();
  return OrUndefined(isolate,
                     InvokeMethod(&Of(env_), {resource, resource, context_, frame_.Get(isolate)}, method, argc, argv));
}

v8::MaybeLocal<v8::Value> AsyncResource::MakeCallback(const char* method, int argc, v8::Local<v8::Value>* argv) {
  return MakeCallback(NewText(v8::Isolate::GetCurrent(), method), argc, argv);
}

AsyncResource::CallbackScope::CallbackScope(AsyncResource* resource)
    : node::CallbackScope(resource->env_, resource->get_resource(), resource->context_) {}

}  // namespace node
