// The C++ interface to the runtime for native addons that use V8's own interface. Addons that need nothing of it had
// better use Node-API (node_api.h): that does not change from one version to the next.
//
// An addon begins with one of these, outside of any function:
//
//   NODE_MODULE_INIT(/* exports, module, context */) { ... }              once for each thread that loads it
//   NODE_MODULE_CONTEXT_AWARE(NODE_GYP_MODULE_NAME, Initialize)           the same; Initialize(exports, module,
//   context) NODE_MODULE(NODE_GYP_MODULE_NAME, Initialize)                         Initialize(exports[, module])
//
// Unless it says otherwise, a function is to be called on the isolate's thread, with a HandleScope open.
#ifndef EDDY_ADDONS_NODE_H_
#define EDDY_ADDONS_NODE_H_

#include <cassert>
#include <csignal>
#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "node_version.h"
#include "v8-platform.h"
#include "v8.h"

#define NODE_EXTERN __attribute__((visibility("default")))
#define NODE_MODULE_EXPORT __attribute__((visibility("default")))
#define NODE_DEPRECATED(message, declaration) [[deprecated(message)]] declaration
#define NODE_WANT_INTERNALS 0

struct uv_loop_s;  // uv.h

namespace node {

class Environment;  // one thread's world; opaque

using ArrayBufferAllocator = v8::ArrayBuffer::Allocator;

// --- How an addon registers itself. ---

typedef void (*addon_register_func)(v8::Local<v8::Object> exports, v8::Local<v8::Value> module, void* priv);
typedef void (*addon_context_register_func)(v8::Local<v8::Object> exports, v8::Local<v8::Value> module,
                                            v8::Local<v8::Context> context, void* priv);

struct node_module {
  int nm_version;  // NODE_MODULE_VERSION
  unsigned int nm_flags;
  void* nm_dso_handle;
  const char* nm_filename;
  addon_register_func nm_register_func;  // this one or the next
  addon_context_register_func nm_context_register_func;
  const char* nm_modname;
  void* nm_priv;
  node_module* nm_link;
};

// --- The environment: a thread's runtime. ---

// That of a context; null for contexts that the runtime did not make.
NODE_EXTERN Environment* GetCurrentEnvironment(v8::Local<v8::Context> context);
NODE_EXTERN uv_loop_s* GetCurrentEventLoop(v8::Isolate* isolate);

// `hook` runs with `argument` when the environment ends, the last added first. The same pair is not to be added twice.
NODE_EXTERN void AddEnvironmentCleanupHook(v8::Isolate* isolate, void (*hook)(void* argument), void* argument);
NODE_EXTERN void RemoveEnvironmentCleanupHook(v8::Isolate* isolate, void (*hook)(void* argument), void* argument);

// The same for what takes a while: the hook calls done(done_argument) when it is through, and the loop turns until
// then.
using AsyncCleanupHook = void (*)(void* argument, void (*done)(void*), void* done_argument);
struct ACHHandle;
struct NODE_EXTERN DeleteACHHandle {
  void operator()(ACHHandle*) const;
};
typedef std::unique_ptr<ACHHandle, DeleteACHHandle> AsyncCleanupHookHandle;
NODE_EXTERN ACHHandle* AddEnvironmentCleanupHookInternal(v8::Isolate* isolate, AsyncCleanupHook hook, void* argument);
NODE_EXTERN void RemoveEnvironmentCleanupHookInternal(ACHHandle* handle);
inline AsyncCleanupHookHandle AddEnvironmentCleanupHook(v8::Isolate* isolate, AsyncCleanupHook hook, void* argument) {
  return AsyncCleanupHookHandle(AddEnvironmentCleanupHookInternal(isolate, hook, argument));
}
// Without effect once the hook has begun.
inline void RemoveEnvironmentCleanupHook(AsyncCleanupHookHandle handle) {
  RemoveEnvironmentCleanupHookInternal(handle.get());
}

NODE_EXTERN void AtExit(Environment* env, void (*hook)(void* argument), void* argument);

// Runs callback(data) on the environment's thread: between two steps of the JavaScript that runs there, or in the loop.
// From any thread. The callback runs no JavaScript.
NODE_EXTERN void RequestInterrupt(Environment* env, void (*callback)(void* data), void* data);

// A handler for a signal, called in the signal's context. With `reset_handler` only for the first time.
NODE_EXTERN void RegisterSignalHandler(int signal, void (*handler)(int signal, siginfo_t* info, void* context),
                                       bool reset_handler = false);

// Hangs an object of cppgc's heap on `object`, which keeps it alive.
NODE_EXTERN void SetCppgcReference(v8::Isolate* isolate, v8::Local<v8::Object> object, void* wrappable);

// Writes a diagnostic report; `filename` may be empty. Returns the file's name, empty where none was written.
NODE_EXTERN std::string TriggerNodeReport(v8::Isolate* isolate, const char* message, const char* trigger,
                                          const std::string& filename, v8::Local<v8::Value> error);
NODE_EXTERN std::string TriggerNodeReport(Environment* env, const char* message, const char* trigger,
                                          const std::string& filename, v8::Local<v8::Value> error);

// --- Asynchronous operations. ---

typedef double async_id;
struct async_context {
  ::node::async_id async_id;
  ::node::async_id trigger_async_id;
};

NODE_EXTERN async_id AsyncHooksGetExecutionAsyncId(v8::Isolate* isolate);
NODE_EXTERN async_id AsyncHooksGetExecutionAsyncId(v8::Local<v8::Context> context);
NODE_EXTERN async_id AsyncHooksGetTriggerAsyncId(v8::Isolate* isolate);

// An operation begins: `init` hooks hear of it. Without a trigger it is what runs now.
NODE_EXTERN async_context EmitAsyncInit(v8::Isolate* isolate, v8::Local<v8::Object> resource, const char* name,
                                        async_id trigger_async_id = -1);
NODE_EXTERN async_context EmitAsyncInit(v8::Isolate* isolate, v8::Local<v8::Object> resource, std::string_view name,
                                        async_id trigger_async_id = -1);
NODE_EXTERN async_context EmitAsyncInit(v8::Isolate* isolate, v8::Local<v8::Object> resource,
                                        v8::Local<v8::String> name, async_id trigger_async_id = -1);
// It is over: `destroy` hooks hear of it.
NODE_EXTERN void EmitAsyncDestroy(v8::Isolate* isolate, async_context context);
NODE_EXTERN void EmitAsyncDestroy(Environment* env, async_context context);

// Calls a function as the runtime calls a callback: `before` and `after` hooks hear of it, and behind the outermost one
// nextTick's queue and the promise jobs run. Empty when it threw: the exception is what the caller has to deal with.
// Where no JavaScript waits below, it has been reported as one that nobody handles, and the result is undefined.
NODE_EXTERN v8::MaybeLocal<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver,
                                                   v8::Local<v8::Function> callback, int argc,
                                                   v8::Local<v8::Value>* argv, async_context context);
NODE_EXTERN v8::MaybeLocal<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver,
                                                   const char* method, int argc, v8::Local<v8::Value>* argv,
                                                   async_context context);
NODE_EXTERN v8::MaybeLocal<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver,
                                                   v8::Local<v8::String> method, int argc, v8::Local<v8::Value>* argv,
                                                   async_context context);
// The older form, without a context.
NODE_EXTERN v8::Local<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver, const char* method,
                                              int argc, v8::Local<v8::Value>* argv);
NODE_EXTERN v8::Local<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver,
                                              v8::Local<v8::String> method, int argc, v8::Local<v8::Value>* argv);
NODE_EXTERN v8::Local<v8::Value> MakeCallback(v8::Isolate* isolate, v8::Local<v8::Object> receiver,
                                              v8::Local<v8::Function> callback, int argc, v8::Local<v8::Value>* argv);

// What MakeCallback does around a call, for several calls.
class NODE_EXTERN CallbackScope {
 public:
  CallbackScope(v8::Isolate* isolate, v8::Local<v8::Object> resource, async_context context);
  CallbackScope(Environment* env, v8::Local<v8::Object> resource, async_context context);
  ~CallbackScope();
  CallbackScope(const CallbackScope&) = delete;
  void operator=(const CallbackScope&) = delete;
  void* operator new(size_t) = delete;

 private:
  struct Inside;
  void Enter(void* world, v8::Local<v8::Object> resource, async_context context);
  Inside* inside_;
  v8::TryCatch errors_;
};

// An asynchronous operation that C++ keeps: begins with its constructor and ends with its destructor.
class NODE_EXTERN AsyncResource {
 public:
  AsyncResource(v8::Isolate* isolate, v8::Local<v8::Object> resource, const char* name, async_id trigger_async_id = -1);
  AsyncResource(v8::Isolate* isolate, v8::Local<v8::Object> resource, std::string_view name,
                async_id trigger_async_id = -1);
  virtual ~AsyncResource();
  AsyncResource(const AsyncResource&) = delete;
  void operator=(const AsyncResource&) = delete;

  v8::MaybeLocal<v8::Value> MakeCallback(v8::Local<v8::Function> callback, int argc, v8::Local<v8::Value>* argv);
  v8::MaybeLocal<v8::Value> MakeCallback(const char* method, int argc, v8::Local<v8::Value>* argv);
  v8::MaybeLocal<v8::Value> MakeCallback(v8::Local<v8::String> method, int argc, v8::Local<v8::Value>* argv);

  v8::Local<v8::Object> get_resource();
  async_id get_async_id() const;
  async_id get_trigger_async_id() const;

 protected:
  class NODE_EXTERN CallbackScope : public node::CallbackScope {
   public:
    explicit CallbackScope(AsyncResource* resource);
  };

 private:
  Environment* env_;
  v8::Global<v8::Object> resource_;
  async_context context_;
  v8::Global<v8::Value> frame_;  // what AsyncLocalStorage held when it began
};

// --- Text and bytes. ---

enum encoding { ASCII, UTF8, BASE64, UCS2, BINARY, HEX, BUFFER, BASE64URL, LATIN1 = BINARY };

NODE_EXTERN encoding ParseEncoding(v8::Isolate* isolate, v8::Local<v8::Value> name, encoding default_encoding = LATIN1);
NODE_EXTERN encoding ParseEncoding(v8::Isolate* isolate, v8::Local<v8::Value> name, v8::Local<v8::Value> unused,
                                   encoding default_encoding);
// Bytes as a string; as a Buffer for BUFFER.
NODE_EXTERN v8::MaybeLocal<v8::Value> TryEncode(v8::Isolate* isolate, const char* data, size_t length,
                                                encoding encoding = LATIN1);
NODE_EXTERN v8::MaybeLocal<v8::Value> TryEncode(v8::Isolate* isolate, const uint16_t* data, size_t length);
NODE_EXTERN v8::Local<v8::Value> Encode(v8::Isolate* isolate, const char* data, size_t length,
                                        encoding encoding = LATIN1);
NODE_EXTERN v8::Local<v8::Value> Encode(v8::Isolate* isolate, const uint16_t* data, size_t length);
// How many bytes a string or a view has in an encoding; -1 with an exception pending.
NODE_EXTERN ssize_t DecodeBytes(v8::Isolate* isolate, v8::Local<v8::Value> value, encoding encoding = LATIN1);
// Writes them, `capacity` at most; returns how many.
NODE_EXTERN ssize_t DecodeWrite(v8::Isolate* isolate, char* output, size_t capacity, v8::Local<v8::Value> value,
                                encoding encoding = LATIN1);

// --- Errors. ---

// The error of a C library's call, `number` as errno has it.
NODE_EXTERN v8::Local<v8::Value> ErrnoException(v8::Isolate* isolate, int number, const char* syscall = nullptr,
                                                const char* message = nullptr, const char* path = nullptr);
// The same of libuv's, whose numbers are negative.
NODE_EXTERN v8::Local<v8::Value> UVException(v8::Isolate* isolate, int number, const char* syscall = nullptr,
                                             const char* message = nullptr, const char* path = nullptr,
                                             const char* dest = nullptr);
// What was caught is an error that nobody handles: 'uncaughtException', or the end of the process.
NODE_EXTERN void FatalException(v8::Isolate* isolate, const v8::TryCatch& try_catch);

}  // namespace node

extern "C" NODE_EXTERN void node_module_register(void* module);

// --- Registration. ---

#define NODE_MODULE_JOIN_TEXT(a, b) a##b
#define NODE_MODULE_JOIN(a, b) NODE_MODULE_JOIN_TEXT(a, b)

#define NODE_C_CTOR(function)                              \
  static void function(void) __attribute__((constructor)); \
  static void function(void)

#define NODE_MODULE_REGISTRATION(name, plain, in_context, priv, flags)                                                 \
  extern "C" {                                                                                                         \
  static ::node::node_module NODE_MODULE_JOIN(node_module_, name) = {                                                  \
      NODE_MODULE_VERSION, flags, nullptr, __FILE__, (plain), (in_context), NODE_STRINGIFY(name), priv, nullptr};      \
  NODE_C_CTOR(NODE_MODULE_JOIN(node_register_, name)) { node_module_register(&NODE_MODULE_JOIN(node_module_, name)); } \
  }

#define NODE_MODULE_X(name, function, priv, flags) \
  NODE_MODULE_REGISTRATION(name, (::node::addon_register_func)(function), nullptr, priv, flags)
#define NODE_MODULE_CONTEXT_AWARE_X(name, function, priv, flags) \
  NODE_MODULE_REGISTRATION(name, nullptr, (::node::addon_context_register_func)(function), priv, flags)
#define NODE_MODULE(name, function) NODE_MODULE_X(name, function, nullptr, 0)
#define NODE_MODULE_CONTEXT_AWARE(name, function) NODE_MODULE_CONTEXT_AWARE_X(name, function, nullptr, 0)

// The name of the function that the loader looks for.
#define NODE_MODULE_INITIALIZER_BASE node_register_module_v
#define NODE_MODULE_INITIALIZER_X(base, version) NODE_MODULE_JOIN(base, version)
#define NODE_MODULE_INITIALIZER NODE_MODULE_INITIALIZER_X(NODE_MODULE_INITIALIZER_BASE, NODE_MODULE_VERSION)
#define NODE_MODULE_INIT()                                                                         \
  extern "C" NODE_MODULE_EXPORT void NODE_MODULE_INITIALIZER(                                      \
      v8::Local<v8::Object> exports, v8::Local<v8::Value> module, v8::Local<v8::Context> context); \
  NODE_MODULE_CONTEXT_AWARE(NODE_GYP_MODULE_NAME, NODE_MODULE_INITIALIZER)                         \
  void NODE_MODULE_INITIALIZER(v8::Local<v8::Object> exports, v8::Local<v8::Value> module,         \
                               v8::Local<v8::Context> context)

// --- Shorthands for what addons define. ---

namespace node {

inline v8::Local<v8::String> NameOf(v8::Isolate* isolate, const char* name) {
  return v8::String::NewFromUtf8(isolate, name, v8::NewStringType::kInternalized).ToLocalChecked();
}

inline void DefineMethod(v8::Local<v8::Template> receiver, const char* name, v8::FunctionCallback callback) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::HandleScope handles(isolate);
  auto function = v8::FunctionTemplate::New(isolate, callback);
  auto key = NameOf(isolate, name);
  function->SetClassName(key);
  receiver->Set(key, function);
}

inline void DefineMethod(v8::Local<v8::Object> receiver, const char* name, v8::FunctionCallback callback) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::HandleScope handles(isolate);
  auto context = isolate->GetCurrentContext();
  auto function = v8::FunctionTemplate::New(isolate, callback)->GetFunction(context).ToLocalChecked();
  auto key = NameOf(isolate, name);
  function->SetName(key);
  receiver->Set(context, key, function).Check();
}
#define NODE_SET_METHOD ::node::DefineMethod

inline void DefinePrototypeMethod(v8::Local<v8::FunctionTemplate> receiver, const char* name,
                                  v8::FunctionCallback callback) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::HandleScope handles(isolate);
  auto function = v8::FunctionTemplate::New(isolate, callback, {}, v8::Signature::New(isolate, receiver));
  auto key = NameOf(isolate, name);
  function->SetClassName(key);
  receiver->PrototypeTemplate()->Set(key, function);
}
#define NODE_SET_PROTOTYPE_METHOD ::node::DefinePrototypeMethod

inline void DefineConstant(v8::Local<v8::Object> target, const char* name, v8::Local<v8::Value> value, int hidden) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  target
      ->DefineOwnProperty(isolate->GetCurrentContext(), NameOf(isolate, name), value,
                          static_cast<v8::PropertyAttribute>(v8::ReadOnly | v8::DontDelete | hidden))
      .Check();
}

}  // namespace node

#define NODE_DEFINE_CONSTANT(target, constant)                                                                         \
  ::node::DefineConstant(target, #constant, v8::Number::New(v8::Isolate::GetCurrent(), static_cast<double>(constant)), \
                         0)
#define NODE_DEFINE_HIDDEN_CONSTANT(target, constant)                                                                  \
  ::node::DefineConstant(target, #constant, v8::Number::New(v8::Isolate::GetCurrent(), static_cast<double>(constant)), \
                         v8::DontEnum)
#define NODE_DEFINE_STRING_CONSTANT(target, name, text) \
  ::node::DefineConstant(target, name, v8::String::NewFromUtf8(v8::Isolate::GetCurrent(), text).ToLocalChecked(), 0)

#endif  // EDDY_ADDONS_NODE_H_
