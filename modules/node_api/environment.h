// What Node-API knows of one addon in one thread (napi_env), and of all addons of a thread (World).
//
// Every function of the API begins with an Entry, which checks its arguments, and returns what the Entry says:
//
//   napi_status napi_create_object(napi_env env, napi_value* result) {
//     Entry entry(env, result);                        // neither may be null
//     if (!entry) return entry.status();
//     return entry.Give(result, v8::Object::New(env->isolate()));
//   }
//
// A function that may run JavaScript begins with a ScriptEntry: it refuses where JavaScript cannot run or an exception
// is pending already, and makes an exception of its own the pending one. The exception is thrown when the addon
// returns.
#pragma once
#include <array>
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "node_api/api.h"
#include "runtime/companion.h"
#include "runtime/runtime.h"
#include "v8.h"

namespace eddy::node_api {

class Reference;
class World;

// The newest version of the API that is here.
inline constexpr int32_t kSupportedVersion = 10;

// A finalizer with its arguments; `callback` may be null.
struct Finalizer {
  napi_finalize callback = nullptr;
  void* data = nullptr;
  void* hint = nullptr;
};

inline napi_value FromLocal(v8::Local<v8::Value> value) {
  static_assert(sizeof(value) == sizeof(napi_value));
  napi_value result;
  std::memcpy(&result, &value, sizeof(value));
  return result;
}
inline v8::Local<v8::Value> ToLocal(napi_value value) {
  v8::Local<v8::Value> result;
  std::memcpy(static_cast<void*>(&result), &value, sizeof(result));
  return result;
}
// A list of arguments, in place.
inline v8::Local<v8::Value>* ToLocals(const napi_value* values) {
  return reinterpret_cast<v8::Local<v8::Value>*>(const_cast<napi_value*>(values));
}

// What a function of an addon's knows; it lives as long as the function.
struct Binding {
  napi_env env;
  napi_callback callback;
  void* data;
  std::list<Binding>::iterator self;
  v8::Global<v8::Value> external;  // weak: the function's data
};

// What an External holds for an addon: V8's own has no room for a type tag. It lives as long as the External.
struct ExternalValue {
  static v8::Local<v8::Value> New(napi_env env, void* data);
  // Null for anything else: addons of V8's own interface make Externals, too.
  static ExternalValue* Of(napi_env env, v8::Local<v8::Value> value);
  ExternalValue() = default;
  ExternalValue(const ExternalValue&) = delete;
  ExternalValue& operator=(const ExternalValue&) = delete;
  ~ExternalValue();
  napi_env env = nullptr;
  void* data = nullptr;
  bool tagged = false;
  napi_type_tag tag{};
  std::list<ExternalValue>::iterator self;
  v8::Global<v8::Value> external;  // weak
};

}  // namespace eddy::node_api

struct napi_env__ {
 public:
  napi_env__(eddy::node_api::World& world, std::string file_url, int32_t api_version);
  ~napi_env__();
  napi_env__(const napi_env__&) = delete;
  napi_env__& operator=(const napi_env__&) = delete;

  eddy::node_api::World& world() const { return world_; }
  eddy::Runtime& runtime() const;
  v8::Isolate* isolate() const { return isolate_; }
  v8::Local<v8::Context> context() const;
  const std::string& file_url() const { return file_url_; }
  int32_t api_version() const { return api_version_; }
  // The addon has opted for experimental features: its finalizers run within the garbage collection.
  bool experimental() const { return api_version_ == NAPI_VERSION_EXPERIMENTAL; }
  bool CanRunJavaScript() const;
  // A worker that is told to stop goes on until JavaScript takes notice: an addon that is being called then finds
  // everything in order, and comes to its end. (On Node what it calls fails from that moment on, at which many addons
  // abort.) From then on, and in calls from the loop, no JavaScript runs, and what is thrown has nobody to catch it.
  bool stopped() const { return runtime().stopping() && !began_running_; }
  bool being_stopped() const { return runtime().stopping() && began_running_; }
  void NoteTermination() { began_running_ = false; }

  napi_status Fail(napi_status status) {
    last_error.error_code = status;
    return status;
  }
  napi_status Ok() {
    last_error = {};
    return napi_ok;
  }

  // Calls the addon's code, for JavaScript that runs. Returns the exception that it left pending; empty without one.
  template <class F>
  v8::MaybeLocal<v8::Value> CallAddon(F call) {
    return CallAddon(call, true);
  }
  // The same where no JavaScript waits below: an exception is an uncaught one. Unless `strict`, addons for older
  // versions of the API get a warning in place of it, and the option --force-node-api-uncaught-exceptions-policy
  // decides.
  template <class F>
  void CallAddonFromLoop(bool strict, F call) {
    v8::Local<v8::Value> error;
    if (CallAddon(call, !runtime().stopping()).ToLocal(&error)) ReportUncaught(error, strict);
  }
  void ReportUncaught(v8::Local<v8::Value> error, bool strict);
  void CallFinalizer(const eddy::node_api::Finalizer& finalizer, bool strict = true);
  // Within the garbage collection: at once, where the addon has opted for that; then without any use of the heap.
  void CallFinalizerInCollection(const eddy::node_api::Finalizer& finalizer);
  // Ends the process where a finalizer uses the heap within a garbage collection.
  void CheckMayUseHeap() const {
    if (in_collection_) DieOfUseInCollection();
  }

  napi_extended_error_info last_error{};
  v8::Global<v8::Value> last_exception;
  int open_handle_scopes = 0;
  int open_callback_scopes = 0;
  eddy::node_api::Finalizer instance_data;
  eddy::node_api::Reference* references = nullptr;  // all there are, the youngest first

  std::list<eddy::node_api::Binding> bindings;
  std::list<eddy::node_api::ExternalValue> externals;

  // The thread ends: finalizes what there is. Without effect the second time.
  void End();

 private:
  struct BeforeAddon {
    int handle_scopes, callback_scopes;
    bool began_running;
  };
  template <class F>
  v8::MaybeLocal<v8::Value> CallAddon(F call, bool running) {
    BeforeAddon before = Begin(running);
    call();
    return End(before);
  }
  BeforeAddon Begin(bool running);
  v8::MaybeLocal<v8::Value> End(BeforeAddon before);
  [[noreturn]] void DieOfUseInCollection() const;

  eddy::node_api::World& world_;
  v8::Isolate* const isolate_;
  const std::string file_url_;
  const int32_t api_version_;
  bool in_collection_ = false;
  bool ended_ = false;
  bool began_running_ = false;  // JavaScript runs, or ran when the call of the addon's that is under way began
};

namespace eddy::node_api {

// For functions that finalizers may call within a garbage collection, too.
class BasicEntry {
 public:
  template <class... P>
  explicit BasicEntry(napi_env env, P... needed) : env_(env) {
    if (!env) {
      status_ = napi_invalid_arg;
    } else if (!((needed != nullptr) && ... && true)) {
      status_ = env->Fail(napi_invalid_arg);
    }
  }
  explicit operator bool() const { return status_ == napi_ok; }
  napi_status status() const { return status_; }
  napi_status Fail(napi_status status) { return env_->Fail(status); }
  napi_status Ok() { return env_->Ok(); }

 protected:
  napi_env env_;
  napi_status status_ = napi_ok;
};

// For functions that use the heap and run no JavaScript.
class Entry : public BasicEntry {
 public:
  template <class... P>
  explicit Entry(napi_env env, P... needed) : BasicEntry(env, needed...) {
    if (env) env->CheckMayUseHeap();
  }
  napi_status Give(napi_value* result, v8::Local<v8::Value> value) {
    *result = FromLocal(value);
    return Ok();
  }
};

// For functions that may run JavaScript.
class ScriptEntry {
 public:
  template <class... P>
  explicit ScriptEntry(napi_env env, P... needed) : env_(env), status_(Begin()) {
    if (status_ == napi_ok && !((needed != nullptr) && ... && true)) status_ = env->Fail(napi_invalid_arg);
  }
  ~ScriptEntry();
  explicit operator bool() const { return status_ == napi_ok; }
  napi_status status() const { return status_; }
  napi_status Fail(napi_status status) { return env_->Fail(status); }
  // An exception, if there is one, is what failed.
  napi_status FailOrPending(napi_status status) {
    return env_->Fail(try_catch_->HasCaught() ? napi_pending_exception : status);
  }
  napi_status Ok() { return try_catch_->HasCaught() ? env_->Fail(napi_pending_exception) : env_->Ok(); }
  napi_status Give(napi_value* result, v8::Local<v8::Value> value) {
    *result = FromLocal(value);
    return Ok();
  }

 private:
  napi_status Begin();
  napi_env env_;
  std::optional<v8::TryCatch> try_catch_;  // from where the call is known to be allowed
  napi_status status_;
};

// What all addons of a thread share. Made when the first one is loaded.
class World final : public Companion {
 public:
  static World& Of(Runtime& runtime);  // this thread's
  explicit World(Runtime& runtime);
  ~World() override;
  void End() override;  // while the loop and the isolate are still there

  Runtime& runtime() const { return runtime_; }
  napi_env NewEnvironment(std::string file_url, int32_t api_version);
  // From a garbage collection: the reference's finalizer is to run in the loop.
  void Enqueue(Reference* reference);
  void Dequeue(Reference* reference);
  // The same for a finalizer without a reference.
  void Post(napi_env env, Finalizer finalizer);
  bool ended() const { return ended_; }

  // --- What runs when the thread ends: the last added first. ---
  using Hook = void (*)(void*);
  void AddHook(Hook hook, void* argument);
  void RemoveHook(Hook hook, void* argument);
  struct AsyncHook;
  AsyncHook* AddAsyncHook(napi_async_cleanup_hook hook, void* argument);
  static void RemoveAsyncHook(AsyncHook* hook);
  // Work under way whose end is waited for before the hooks run, and before an addon's environment ends.
  int waiting = 0;
  void AwaitWork();
  // Those of all this thread's environments.
  std::unordered_set<const void*> externals;

  // The functions of node_api.js (asynchronous contexts, warnings), by place in the list that it gives.
  enum class Function {
    kStart,
    kEnter,
    kLeave,
    kDestroy,
    kFlush,
    kWarn,
    kExecutionId,
    kTriggerId,
    kReport,
    kInDomain,  // once domains are in use
    kCount
  };
  void SetFunctions(v8::Local<v8::Array> functions);
  bool Has(Function function) const { return !functions_[static_cast<size_t>(function)].IsEmpty(); }
  v8::MaybeLocal<v8::Value> Call(Function function, int count, v8::Local<v8::Value>* arguments);
  void ContextDestroyed() { contexts_destroyed_ = true; }  // hooks are to be notified

  // For addons of V8's own interface, which have none by themselves.
  napi_env shared_environment();
  // Whether a context is this thread's: its program's, or one of node:vm.
  bool Knows(v8::Local<v8::Context> context) const;
  // From any thread: callback(data) on this one, soon, whatever it does. It runs no JavaScript.
  void Interrupt(void (*callback)(void*), void* data);

  // Libraries to be closed when this thread ends.
  void KeepLibrary(void* handle) { libraries_.push_back(handle); }
  v8::Local<v8::Private> wrap_key() { return wrap_key_.Get(runtime_.isolate()); }
  v8::Local<v8::Private> tag_key() { return tag_key_.Get(runtime_.isolate()); }

  // Where new work is reported, from any thread; outlives the World.
  class Poster;
  const std::shared_ptr<Poster>& poster() { return poster_; }
  // Memory of addons that JavaScript has: an ArrayBuffer of its own. When the last user, on whatever thread, has let
  // go, the finalizer runs here; what is left at the end is detached, and finalized then.
  class Memory;
  void EndMemories(napi_env env);
  v8::Local<v8::ArrayBuffer> NewExternalMemory(napi_env env, void* data, size_t length, Finalizer finalizer);

 private:
  friend class Poster;
  struct Entry {
    Hook hook;
    void* argument;
    AsyncHook* async;
  };
  void RunFinalizers();
  void Schedule();
  void RunHooks();

  Runtime& runtime_;
  v8::Global<v8::Private> wrap_key_, tag_key_;
  std::array<v8::Global<v8::Function>, static_cast<size_t>(Function::kCount)> functions_;
  std::list<Reference*> collected_;
  std::list<std::pair<napi_env, Finalizer>> posted_;
  std::list<Memory*> memories_;
  std::vector<Entry> hooks_;
  std::vector<std::unique_ptr<napi_env__>> environments_;
  std::vector<void*> libraries_;
  std::shared_ptr<Poster> poster_;
  int async_hooks_running_ = 0;
  napi_env shared_environment_ = nullptr;
  bool contexts_destroyed_ = false;
  bool scheduled_ = false;
  bool ended_ = false;
};

}  // namespace eddy::node_api
