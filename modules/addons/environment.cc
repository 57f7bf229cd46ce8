// The thread that an addon runs in: its loop, what runs when it ends, and calls into it from other threads.
#include <signal.h>

#include <utility>
#include <vector>

#include "addons/world.h"
#include "engine/check.h"
#include "runtime/runtime.h"

using eddy::addons::Find;
using eddy::addons::Of;
using eddy::addons::ToEnvironment;
using eddy::addons::World;

namespace node {
static void RunAtExit();
}

void eddy::addons::PrepareThread(World& world) {
  thread_local bool prepared = false;
  if (std::exchange(prepared, true)) return;
  world.AddHook([](void*) { node::RunAtExit(); }, nullptr);
}

namespace node {

Environment* GetCurrentEnvironment(v8::Local<v8::Context> context) {
  if (context.IsEmpty()) return nullptr;
  World* world = Find(v8::Isolate::GetCurrent());
  return world && world->Knows(context) ? ToEnvironment(world) : nullptr;
}

uv_loop_s* GetCurrentEventLoop(v8::Isolate* isolate) {
  World* world = Find(isolate);
  return world ? world->runtime().loop().uv() : nullptr;
}

// --- What runs at the end. ---

// This thread's, which run behind the hooks of the environment.
static thread_local std::vector<std::pair<void (*)(void*), void*>> at_exit;

void AddEnvironmentCleanupHook(v8::Isolate* isolate, void (*hook)(void*), void* argument) {
  World* world = Find(isolate);
  CHECK(world);
  world->AddHook(hook, argument);
}

void RemoveEnvironmentCleanupHook(v8::Isolate* isolate, void (*hook)(void*), void* argument) {
  if (World* world = Find(isolate)) world->RemoveHook(hook, argument);
}

void AtExit(Environment* env, void (*hook)(void*), void* argument) {
  CHECK(env);
  at_exit.emplace_back(hook, argument);
}

static void RunAtExit() {
  while (!at_exit.empty()) {
    auto [hook, argument] = at_exit.back();
    at_exit.pop_back();
    hook(argument);
  }
}

namespace {

struct PendingHook {
  AsyncCleanupHook hook;
  void* argument;
  World::AsyncHook* entry = nullptr;  // null: removed, or through
  bool begun = false;
  std::shared_ptr<PendingHook> self;  // until then

  void Remove() {
    auto keep = std::move(self);
    if (entry) World::RemoveAsyncHook(std::exchange(entry, nullptr));
  }
};

}  // namespace

struct ACHHandle {
  std::shared_ptr<PendingHook> hook;
};

void DeleteACHHandle::operator()(ACHHandle* handle) const { delete handle; }

ACHHandle* AddEnvironmentCleanupHookInternal(v8::Isolate* isolate, AsyncCleanupHook hook, void* argument) {
  World* world = Find(isolate);
  CHECK(world);
  auto pending = std::make_shared<PendingHook>(PendingHook{hook, argument, nullptr, false, nullptr});
  pending->self = pending;
  auto run = [](napi_async_cleanup_hook_handle, void* data) {
    auto* pending = static_cast<PendingHook*>(data);
    pending->begun = true;
    pending->hook(
        pending->argument, [](void* data) { static_cast<PendingHook*>(data)->Remove(); }, pending);
  };
  pending->entry = world->AddAsyncHook(run, pending.get());
  return new ACHHandle{std::move(pending)};
}

void RemoveEnvironmentCleanupHookInternal(ACHHandle* handle) {
  if (handle && !handle->hook->begun) handle->hook->Remove();
}

// --- From other threads. ---

void RequestInterrupt(Environment* env, void (*callback)(void*), void* data) { Of(env).Interrupt(callback, data); }

// --- Signals. ---

void RegisterSignalHandler(int signal, void (*handler)(int, siginfo_t*, void*), bool reset_handler) {
  CHECK(handler);
  struct sigaction action {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | (reset_handler ? SA_RESETHAND : 0);
  sigfillset(&action.sa_mask);
  CHECK(sigaction(signal, &action, nullptr) == 0);
}

// --- Objects of cppgc's heap. ---

void SetCppgcReference(v8::Isolate* isolate, v8::Local<v8::Object> object, void* wrappable) {
  v8::Object::Wrap<v8::CppHeapPointerTag::kDefaultTag>(isolate, object, wrappable);
}

}  // namespace node
