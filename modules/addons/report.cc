// Diagnostic reports that addons of V8's own interface ask for.
#include "addons/world.h"
#include "bind/convert.h"

using eddy::addons::Find;
using eddy::addons::Of;
using eddy::addons::World;

namespace node {
namespace {

struct Request {
  const char* message;
  const char* trigger;
  const std::string& filename;
  v8::Local<v8::Value> error;
  bool of_thread;  // whether the caller named its environment
  bool has_stack;
};

std::string Write(World* world, const Request& request) {
  if (!world || world->ended() || world->runtime().stopping()) return {};
  v8::Isolate* isolate = world->runtime().isolate();
  v8::HandleScope handles(isolate);
  v8::Context::Scope scope(world->runtime().context());
  v8::TryCatch ignored(isolate);
  using eddy::bind::NewString;
  v8::Local<v8::Value> arguments[] = {NewString(isolate, request.message ? request.message : ""),
                                      NewString(isolate, request.trigger ? request.trigger : ""),
                                      NewString(isolate, request.filename),
                                      request.error.IsEmpty() ? v8::Undefined(isolate).As<v8::Value>() : request.error,
                                      v8::Boolean::New(isolate, request.of_thread),
                                      v8::Boolean::New(isolate, request.has_stack)};
  v8::Local<v8::Value> name;
  if (!world->Call(World::Function::kReport, 6, arguments).ToLocal(&name) || !name->IsString()) return {};
  v8::String::Utf8Value text(isolate, name);
  return *text ? std::string(*text, static_cast<size_t>(text.length())) : std::string();
}

// For those who name nothing: the thread's, if it has one.
World* Current() { return Find(v8::Isolate::TryGetCurrent()); }

}  // namespace

std::string TriggerNodeReport(v8::Isolate* isolate, const char* message, const char* trigger,
                              const std::string& filename, v8::Local<v8::Value> error) {
  if (!isolate) return Write(Current(), {message, trigger, filename, error, false, false});
  v8::HandleScope handles(isolate);
  auto context = isolate->GetCurrentContext();
  bool known = GetCurrentEnvironment(context) != nullptr;
  return Write(Find(isolate), {message, trigger, filename, error, known, !context.IsEmpty()});
}

std::string TriggerNodeReport(Environment* env, const char* message, const char* trigger, const std::string& filename,
                              v8::Local<v8::Value> error) {
  if (!env) return Write(Current(), {message, trigger, filename, error, false, false});
  return Write(&Of(env), {message, trigger, filename, error, true, true});
}

}  // namespace node
