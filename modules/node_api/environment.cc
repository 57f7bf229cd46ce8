// The life of an addon's environment, calls into the addon, and finalizers that wait for the loop.
#include "node_api/environment.h"

#include <utility>

#include "engine/check.h"
#include "engine/fatal.h"
#include "loop/callback_scope.h"
#include "messaging/message.h"
#include "module/loader_callbacks.h"
#include "node_api/loader.h"
#include "node_api/references.h"
#include "observe/note.h"

using eddy::node_api::Finalizer;
using eddy::node_api::Reference;
using eddy::node_api::World;

// --- One addon. ---

napi_env__::napi_env__(World& world, std::string file_url, int32_t api_version)
    : world_(world), isolate_(world.runtime().isolate()), file_url_(std::move(file_url)), api_version_(api_version) {}

napi_env__::~napi_env__() = default;

eddy::Runtime& napi_env__::runtime() const { return world_.runtime(); }

v8::Local<v8::Context> napi_env__::context() const { return world_.runtime().context(); }

bool napi_env__::CanRunJavaScript() const { return !world_.ended() && !stopped(); }

napi_env__::BeforeAddon napi_env__::Begin(bool running) {
  Ok();
  BeforeAddon before{open_handle_scopes, open_callback_scopes, began_running_};
  began_running_ = running;
  return before;
}

v8::MaybeLocal<v8::Value> napi_env__::End(BeforeAddon before) {
  CHECK(open_handle_scopes == before.handle_scopes);
  CHECK(open_callback_scopes == before.callback_scopes);
  // What has been seen within holds outside.
  began_running_ = before.began_running && !stopped();
  if (last_exception.IsEmpty()) return {};
  auto exception = last_exception.Get(isolate_);
  last_exception.Reset();
  return exception;
}

void napi_env__::ReportUncaught(v8::Local<v8::Value> error, bool strict) {
  if (!CanRunJavaScript()) return;
  if (!strict && api_version_ < 10 && !runtime().options().Boolean("--force-node-api-uncaught-exceptions-policy")) {
    v8::TryCatch ignored(isolate_);
    world_.Call(World::Function::kWarn, 0, nullptr).IsEmpty();
    return;
  }
  runtime().HandleUncaught(error, v8::Exception::CreateMessage(isolate_, error));
}

void napi_env__::CallFinalizer(const Finalizer& finalizer, bool strict) {
  if (!finalizer.callback) return;
  v8::HandleScope handles(isolate_);
  v8::Context::Scope scope(context());
  CallAddonFromLoop(strict, [&] { finalizer.callback(this, finalizer.data, finalizer.hint); });
}

void napi_env__::CallFinalizerInCollection(const Finalizer& finalizer) {
  if (!finalizer.callback) return;
  bool outer = in_collection_;
  in_collection_ = true;
  finalizer.callback(this, finalizer.data, finalizer.hint);
  in_collection_ = outer;
}

void napi_env__::DieOfUseInCollection() const {
  eddy::engine::DieOf(nullptr,
                      "Finalizer is calling a function that may affect GC state.\n"
                      "The finalizers are run directly from GC and must not affect GC state.\n"
                      "Use `node_api_post_finalizer` from inside of the finalizer to work around this issue.\n"
                      "It schedules the call as a new task in the event loop.");
}

void napi_env__::End() {
  if (std::exchange(ended_, true)) return;
  // First those with finalizers, the youngest first: they may delete others.
  for (Reference* reference = references; reference;) {
    if (!reference->has_finalizer()) {
      reference = reference->next();
      continue;
    }
    reference->Finalize();
    reference = references;
  }
  CallFinalizer(std::exchange(instance_data, {}));
  while (references) delete static_cast<napi_ref>(references);
  for (auto& binding : bindings) binding.external.Reset();
  for (auto& value : externals) value.external.Reset();
  last_exception.Reset();
}

namespace eddy::node_api {

ScriptEntry::~ScriptEntry() {
  if (!try_catch_ || !try_catch_->HasCaught()) return;
  if (try_catch_->HasTerminated() && env_->runtime().stopping()) {
    env_->NoteTermination();
  } else {
    env_->last_exception.Reset(env_->isolate(), try_catch_->Exception());
  }
}

napi_status ScriptEntry::Begin() {
  if (!env_) return napi_invalid_arg;
  env_->CheckMayUseHeap();
  if (!env_->last_exception.IsEmpty()) return env_->Fail(napi_pending_exception);
  if (!env_->CanRunJavaScript()) {
    return env_->Fail(env_->api_version() >= 10 ? napi_cannot_run_js : napi_pending_exception);
  }
  env_->Ok();
  try_catch_.emplace(env_->isolate());
  return napi_ok;
}

// --- All of a thread. ---

class World::Poster final : public loop::Mailbox::Recipient {
 public:
  explicit Poster(World* world) : world_(world), mailbox_(&world->runtime().loop().mailbox()) {}
  void Deliver() override {
    RunInterruptions();
    if (world_) world_->RunFinalizers();
  }
  void Announce(const std::shared_ptr<Poster>& self) {
    std::lock_guard lock(mutex_);
    if (mailbox_) mailbox_->Announce(self);
  }
  void Freed(const std::shared_ptr<Poster>& self, Memory* memory);
  void Interrupt(const std::shared_ptr<Poster>& self, void (*callback)(void*), void* data);
  std::vector<Memory*> TakeFreed() {
    std::lock_guard lock(mutex_);
    return std::exchange(freed_, {});
  }
  void WorldEnds() {
    std::lock_guard lock(mutex_);
    world_ = nullptr;
    mailbox_ = nullptr;
  }

 private:
  std::mutex mutex_;
  World* world_;
  loop::Mailbox* mailbox_;
  void RunInterruptions();
  std::vector<Memory*> freed_;
  std::vector<std::pair<void (*)(void*), void*>> interruptions_;
};

class World::Memory {
 public:
  napi_env env;
  Finalizer finalizer;
  std::shared_ptr<Poster> poster;
  v8::Global<v8::ArrayBuffer> buffer = {};  // weak
  std::list<Memory*>::iterator self = {};   // in memories_, until it is finalized with its environment
  bool ended = false;
};

// On any thread: nobody has the memory any more.
void World::Poster::Freed(const std::shared_ptr<Poster>& self, Memory* memory) {
  std::lock_guard lock(mutex_);
  if (!world_) {
    delete memory;  // finalized when the thread ended
    return;
  }
  freed_.push_back(memory);
  if (mailbox_) mailbox_->Announce(self);
}

// V8 calls between two steps of JavaScript, the mailbox where the loop waits: whoever is first.
void World::Poster::Interrupt(const std::shared_ptr<Poster>& self, void (*callback)(void*), void* data) {
  std::lock_guard lock(mutex_);
  if (!world_ || !mailbox_) return;
  interruptions_.emplace_back(callback, data);
  auto run = [](v8::Isolate*, void* data) {
    std::unique_ptr<std::shared_ptr<Poster>> self(static_cast<std::shared_ptr<Poster>*>(data));
    (*self)->RunInterruptions();
  };
  world_->runtime().isolate()->RequestInterrupt(run, std::make_unique<std::shared_ptr<Poster>>(self).release());
  mailbox_->Announce(self);
}

void World::Poster::RunInterruptions() {
  decltype(interruptions_) due;
  {
    std::lock_guard lock(mutex_);
    due = std::exchange(interruptions_, {});
    if (!world_) return;
  }
  if (due.empty()) return;
  v8::Isolate* isolate = world_->runtime().isolate();
  v8::HandleScope handles(isolate);
  v8::Context::Scope scope(world_->runtime().context());
  v8::Isolate::DisallowJavascriptExecutionScope no_script(
      isolate, v8::Isolate::DisallowJavascriptExecutionScope::CRASH_ON_FAILURE);
  for (auto& [callback, data] : due) callback(data);
}

World& World::Of(Runtime& runtime) {
  thread_local World* of_this_thread = nullptr;
  if (!of_this_thread) {
    auto made = std::make_unique<World>(runtime);
    of_this_thread = made.get();
    Accompany(std::move(made));
  }
  return *of_this_thread;
}

World::World(Runtime& runtime) : runtime_(runtime), poster_(std::make_shared<Poster>(this)) {
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  wrap_key_.Reset(isolate, v8::Private::New(isolate));
  tag_key_.Reset(isolate, v8::Private::New(isolate));
}

// The isolate is gone: nothing calls the addons' code any more.
World::~World() {
  environments_.clear();
  // As on Node the main thread's stay: the process ends.
  if (!runtime_.settings().thread) return;
  for (auto library = libraries_.rbegin(); library != libraries_.rend(); ++library) CloseLibrary(*library);
}

napi_env World::NewEnvironment(std::string file_url, int32_t api_version) {
  environments_.push_back(std::make_unique<napi_env__>(*this, std::move(file_url), api_version));
  napi_env env = environments_.back().get();
  auto end = [](void* env) {
    auto* ending = static_cast<napi_env>(env);
    ending->world().EndMemories(ending);  // whose finalizers may use the instance's data
    ending->world().AwaitWork();          // thread-safe functions that are being closed
    ending->End();
  };
  AddHook(end, env);
  return env;
}

napi_env World::shared_environment() {
  if (!shared_environment_) shared_environment_ = NewEnvironment({}, kSupportedVersion);
  return shared_environment_;
}

bool World::Knows(v8::Local<v8::Context> context) const {
  if (context == runtime_.context()) return true;
  return context->GetNumberOfEmbedderDataFields() > module::kContextImportOwner &&
         !context->GetEmbedderData(module::kContextImportOwner)->IsUndefined();
}

void World::Interrupt(void (*callback)(void*), void* data) { poster_->Interrupt(poster_, callback, data); }

void World::SetFunctions(v8::Local<v8::Array> functions) {
  v8::Isolate* isolate = runtime_.isolate();
  for (uint32_t i = 0; i < functions_.size(); ++i) {
    v8::Local<v8::Value> function;
    if (functions->Get(runtime_.context(), i).ToLocal(&function) && function->IsFunction())
      functions_[i].Reset(isolate, function.As<v8::Function>());
  }
}

v8::MaybeLocal<v8::Value> World::Call(Function function, int count, v8::Local<v8::Value>* arguments) {
  v8::Isolate* isolate = runtime_.isolate();
  auto& held = functions_[static_cast<size_t>(function)];
  if (held.IsEmpty() || ended_ || runtime_.stopping()) return {};
  return held.Get(isolate)->Call(runtime_.context(), v8::Undefined(isolate), count, arguments);
}

// --- Finalizers that run in the loop. ---

void World::Schedule() {
  if (std::exchange(scheduled_, true)) return;
  runtime_.loop().mailbox().Reference();  // the loop stays for it
  poster_->Announce(poster_);
}

void World::Enqueue(Reference* reference) {
  reference->waiting = collected_.insert(collected_.end(), reference);
  Schedule();
}

void World::Dequeue(Reference* reference) {
  if (auto place = std::exchange(reference->waiting, std::nullopt)) collected_.erase(*place);
}

void World::Post(napi_env env, Finalizer finalizer) {
  posted_.emplace_back(env, finalizer);
  if (!ended_) Schedule();
}

void World::RunFinalizers() {
  if (std::exchange(scheduled_, false) && !ended_) runtime_.loop().mailbox().Unreference();
  loop::CallbackScope scope(runtime_);
  observe::NoteKind("addon finalizers");
  // As many as there were when we began: a finalizer may make garbage of its own, and delete others that wait.
  for (size_t count = collected_.size(); count > 0 && !collected_.empty(); --count) collected_.front()->Finalize();
  for (auto& [env, finalizer] : std::exchange(posted_, {})) env->CallFinalizer(finalizer);
  for (Memory* memory : poster_->TakeFreed()) {
    if (!memory->ended) {
      memories_.erase(memory->self);
      memory->env->CallFinalizer(memory->finalizer);
    }
    delete memory;
  }
  if (std::exchange(contexts_destroyed_, false)) Call(Function::kFlush, 0, nullptr).IsEmpty();
}

v8::Local<v8::ArrayBuffer> World::NewExternalMemory(napi_env env, void* data, size_t length, Finalizer finalizer) {
  v8::Isolate* isolate = runtime_.isolate();
  auto* memory = new Memory{env, finalizer, poster_};
  memory->self = memories_.insert(memories_.end(), memory);
  auto deleter = [](void*, size_t, void* data) {
    auto* memory = static_cast<Memory*>(data);
    auto poster = memory->poster;
    poster->Freed(poster, memory);
  };
  std::unique_ptr<v8::BackingStore> store = v8::ArrayBuffer::NewBackingStore(data, length, deleter, memory);
  auto buffer = v8::ArrayBuffer::New(isolate, std::move(store));
  memory->buffer.Reset(isolate, buffer);
  memory->buffer.SetWeak();
  // Its finalizer is this thread's affair.
  messaging::MarkUntransferable(runtime_.context(), buffer);
  return buffer;
}

void World::EndMemories(napi_env env) {
  v8::Isolate* isolate = runtime_.isolate();
  for (auto place = memories_.begin(); place != memories_.end();) {
    Memory* memory = *place;
    if (memory->env != env) {
      ++place;
      continue;
    }
    place = memories_.erase(place);
    memory->ended = true;
    auto buffer = memory->buffer.Get(isolate);
    if (!buffer.IsEmpty() && buffer->IsDetachable()) buffer->Detach(v8::Local<v8::Value>()).IsNothing();
    memory->buffer.Reset();
    memory->env->CallFinalizer(memory->finalizer);
  }
}

// --- The end of the thread. ---

struct World::AsyncHook {
  World* world;
  napi_async_cleanup_hook hook;
  void* argument;
  bool running = false;
};

void World::AddHook(Hook hook, void* argument) { hooks_.push_back({hook, argument, nullptr}); }

void World::RemoveHook(Hook hook, void* argument) {
  for (auto entry = hooks_.rbegin(); entry != hooks_.rend(); ++entry) {
    if (entry->hook != hook || entry->argument != argument) continue;
    hooks_.erase(std::next(entry).base());
    return;
  }
}

World::AsyncHook* World::AddAsyncHook(napi_async_cleanup_hook hook, void* argument) {
  auto* made = new AsyncHook{this, hook, argument};
  hooks_.push_back({nullptr, nullptr, made});
  return made;
}

void World::RemoveAsyncHook(AsyncHook* hook) {
  World& world = *hook->world;
  if (hook->running) --world.async_hooks_running_;
  std::erase_if(world.hooks_, [&](const auto& entry) { return entry.async == hook; });
  delete hook;
}

void World::AwaitWork() {
  while (waiting > 0 && uv_run(runtime_.loop().uv(), UV_RUN_ONCE) != 0) continue;
}

void World::RunHooks() {
  while (!hooks_.empty() || async_hooks_running_ > 0) {
    while (!hooks_.empty()) {
      auto entry = hooks_.back();
      hooks_.pop_back();
      if (entry.async) {
        // It says when it is through by removing itself; what comes behind it waits for that.
        entry.async->running = true;
        ++async_hooks_running_;
        entry.async->hook(reinterpret_cast<napi_async_cleanup_hook_handle>(entry.async), entry.async->argument);
        if (!hooks_.empty() && !hooks_.back().async) break;
      } else {
        entry.hook(entry.argument);
      }
    }
    while (async_hooks_running_ > 0 && uv_run(runtime_.loop().uv(), UV_RUN_ONCE) != 0) continue;
    if (hooks_.empty()) break;  // one that never ends keeps nobody
  }
}

void World::End() {
  if (ended_) return;
  v8::Isolate* isolate = runtime_.isolate();
  v8::HandleScope handles(isolate);
  v8::Context::Scope scope(runtime_.context());
  ended_ = true;
  AwaitWork();
  RunHooks();
  for (auto& [env, finalizer] : std::exchange(posted_, {})) env->CallFinalizer(finalizer);
  poster_->WorldEnds();  // what other threads free from here on is deleted there
  for (Memory* memory : poster_->TakeFreed()) delete memory;
  for (auto& function : functions_) function.Reset();
  wrap_key_.Reset();
  tag_key_.Reset();
}

}  // namespace eddy::node_api
