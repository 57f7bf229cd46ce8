// process.dlopen: opens a library, finds out how its addon begins, and has it make its exports.
//
// An addon begins with a function of a known name, or it registers itself from a static constructor. Constructors run
// when a library is first opened in the process: what was registered is kept for the threads that open it later. One
// thread at a time opens or closes: another would find a library whose registration is not noted yet, or no more.
#include "node_api/loader.h"

#include <dlfcn.h>

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "addons/initialize.h"
#include "bind/module.h"
#include "node_api/environment.h"
#include "node_api/library_file.h"
#include "permission/permission.h"

namespace eddy::node_api {
namespace {

struct Registration {
  napi_addon_register_func initialize = nullptr;
  bool registered = false;
  const node::node_module* by_v8_interface = nullptr;
};

struct Library {
  Registration registration;
  std::string path;
  int opened = 0;
};

std::mutex libraries_mutex;
std::map<void*, Library> libraries;

// What the constructors of the library that this thread is opening register.
thread_local Registration* registering = nullptr;

struct Opened {
  void* handle;
  Registration registration;
};

bind::Error Failure(std::string message) { return bind::Error::Plain("ERR_DLOPEN_FAILED", std::move(message)); }

bind::Error LinkerFailure() {
  const char* text = dlerror();
  return Failure(text ? text : "the library cannot be opened");
}

bind::Result<Opened> OpenWith(const std::string& path, int flags) {
  if (!permission::Allows(permission::Scope::kAddon)) {
    return bind::Error::Plain("ERR_DLOPEN_DISABLED", "Cannot load native addon because loading addons is disabled.");
  }
  if (IsCutOff(path)) return Failure(path + ": file too short");
  Registration registration;
  std::lock_guard lock(libraries_mutex);
  registering = &registration;
  void* handle = dlopen(path.c_str(), flags);
  registering = nullptr;
  if (!handle) return LinkerFailure();
  Library& library = libraries[handle];
  if (library.opened++ == 0) library.path = path;
  const node::node_module* module = registration.by_v8_interface;
  // One that is not made for several contexts is begun by its constructor alone, as on Node: once.
  if (module && !module->nm_context_register_func) return Opened{handle, registration};
  if (registration.registered || module) library.registration = registration;
  return Opened{handle, library.registration};
}

template <class F>
F Symbol(void* library, const char* name) {
  return reinterpret_cast<F>(dlsym(library, name));
}

// How it begins as an addon of V8's own interface; empty for one of Node-API.
addons::Beginning ByV8Interface(const Opened& opened) {
  if (opened.registration.initialize) return {};
  addons::Beginning beginning{
      Symbol<node::addon_context_register_func>(opened.handle, NODE_STRINGIFY(NODE_MODULE_INITIALIZER)),
      opened.registration.by_v8_interface};
  if (!beginning.by_name && Symbol<void*>(opened.handle, "napi_register_module_v1")) return {};
  return beginning;
}

// All symbols are looked up at once, so that the linker names what is not here. An addon of Node-API may lack some and
// never call them: asked for lazily, it is opened lazily.
bind::Result<Opened> Open(const std::string& path, int flags) {
  if (!(flags & RTLD_LAZY)) return OpenWith(path, flags);
  auto opened = OpenWith(path, (flags & ~RTLD_LAZY) | RTLD_NOW);
  if (opened.ok()) return opened;
  auto lazily = OpenWith(path, flags);
  if (!lazily.ok() || ByV8Interface(lazily.value()).empty()) return lazily;
  CloseLibrary(lazily.value().handle);
  return opened;
}

bind::Result<napi_addon_register_func> Beginning(const Opened& opened, const std::string& path) {
  if (opened.registration.initialize) return opened.registration.initialize;
  if (auto by_name = Symbol<napi_addon_register_func>(opened.handle, "napi_register_module_v1")) return by_name;
  if (opened.registration.registered) return bind::Error::Plain(nullptr, "Module has no declared entry point.");
  return Failure("Module did not self-register: '" + path + "'.");
}

int32_t ApiVersion(void* library) {
  auto version = Symbol<node_api_addon_get_api_version_func>(library, "node_api_module_get_api_version_v1");
  return version ? version() : 8;
}

// dlopen(module, path, flags, file URL): the addon's exports become module.exports.
void Dlopen(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Runtime& runtime = Runtime::Of(isolate);
  auto context = runtime.context();
  auto module = info[0].As<v8::Object>();
  v8::String::Utf8Value path_text(isolate, info[1]), url(isolate, info[3]);
  if (!*path_text) return;
  std::string path(*path_text, path_text.length());
  auto exports_name = bind::Symbolic(isolate, "exports");
  v8::Local<v8::Value> exports_value;
  v8::Local<v8::Object> exports;
  if (!module->Get(context, exports_name).ToLocal(&exports_value) ||
      !exports_value->ToObject(context).ToLocal(&exports))
    return;

  auto opened = Open(path, info[2].As<v8::Int32>()->Value());
  if (!opened.ok()) return opened.error().Throw(isolate);
  if (auto beginning = ByV8Interface(opened.value()); !beginning.empty()) {
    if (auto refusal = addons::WhyNot(beginning, runtime, path)) {
      CloseLibrary(opened.value().handle);
      return refusal->Throw(isolate);
    }
    World::Of(runtime).KeepLibrary(opened.value().handle);
    return addons::Initialize(beginning, runtime, exports, module);
  }
  auto initialize = Beginning(opened.value(), path);
  if (!initialize.ok()) {
    CloseLibrary(opened.value().handle);
    return initialize.error().Throw(isolate);
  }
  World& world = World::Of(runtime);
  world.KeepLibrary(opened.value().handle);
  int32_t version = ApiVersion(opened.value().handle);
  if (version > kSupportedVersion && version != NAPI_VERSION_EXPERIMENTAL) {
    std::string text = path + " requires Node-API version " + std::to_string(version) +
                       ", but this version of Node.js only supports version " + std::to_string(kSupportedVersion) +
                       " add-ons.";
    return bind::Error::Plain("ERR_NAPI_UNSUPPORTED_VERSION", text).Throw(isolate);
  }

  napi_env env = world.NewEnvironment(std::string(*url, url.length()), version);
  napi_value result = nullptr;
  v8::Local<v8::Value> exception;
  if (env->CallAddon([&] { result = initialize.value()(env, FromLocal(exports)); }).ToLocal(&exception)) {
    isolate->ThrowException(exception);
    return;
  }
  if (result && !ToLocal(result)->StrictEquals(exports))
    module->Set(context, exports_name, ToLocal(result)).IsNothing();
}

bind::Result<void> RefuseMissingArguments() {
  return bind::Error::Type("ERR_MISSING_ARGS", "process.dlopen needs at least 2 arguments");
}

// install(functions): what C++ calls in node_api.js.
void Install(const bind::CallInfo& info) {
  World::Of(Runtime::Of(info.GetIsolate())).SetFunctions(info[0].As<v8::Array>());
}

EDDY_MODULE(node_api) {
  Function<Dlopen>("dlopen");
  Function<Install>("install");
  Function<RefuseMissingArguments>("refuseMissingArguments");
  Constant("RTLD_LAZY", RTLD_LAZY);
}

}  // namespace

void CloseLibrary(void* handle) {
  std::lock_guard lock(libraries_mutex);
  auto library = libraries.find(handle);
  bool last = library != libraries.end() && --library->second.opened == 0;
  dlclose(handle);
  if (!last) return;
  // Many stay in memory, and their constructors do not run again: those that are marked so, those in C++ with certain
  // templates, those that other libraries need.
  if (void* still = dlopen(library->second.path.c_str(), RTLD_LAZY | RTLD_NOLOAD)) {
    dlclose(still);
  } else {
    libraries.erase(library);
  }
}

}  // namespace eddy::node_api

void napi_module_register(napi_module* mod) {
  if (eddy::node_api::registering) *eddy::node_api::registering = {mod->nm_register_func, true, nullptr};
}

void node_module_register(void* module) {
  if (eddy::node_api::registering)
    eddy::node_api::registering->by_v8_interface = static_cast<node::node_module*>(module);
}
