// Begins addons of V8's own interface.
#include "addons/initialize.h"

#include "addons/world.h"
#include "runtime/runtime.h"
#include "runtime/version.h"

namespace eddy::addons {
namespace {

// cmake reads neither file: they are compared here.
static_assert(std::string_view(NODE_VERSION_STRING) == EDDY_NODE_VERSION);

bind::Error OtherVersion(const std::string& path, int version) {
  return bind::Error::Plain("ERR_DLOPEN_FAILED",
                            "The module '" + path + "'\nwas compiled against a different Node.js version using\n" +
                                "NODE_MODULE_VERSION " + std::to_string(version) +
                                ". This version of Node.js requires\nNODE_MODULE_VERSION " +
                                std::to_string(NODE_MODULE_VERSION) +
                                ". Please try re-compiling or re-installing\nthe module (for instance, using `npm " +
                                "rebuild` or `npm install`).");
}

bool IsOfOurVersion(const node::node_module* module) { return module && module->nm_version == NODE_MODULE_VERSION; }

}  // namespace

std::optional<bind::Error> WhyNot(const Beginning& beginning, Runtime& runtime, const std::string& path) {
  if (beginning.by_name && !IsOfOurVersion(beginning.registered)) return std::nullopt;
  const node::node_module* module = beginning.registered;
  if (!IsOfOurVersion(module)) return OtherVersion(path, module->nm_version);
  if (module->nm_context_register_func) return std::nullopt;
  if (!module->nm_register_func) return bind::Error::Plain(nullptr, "Module has no declared entry point.");
  if (runtime.options().Boolean("--force-context-aware")) {
    return bind::Error::Plain("ERR_NON_CONTEXT_AWARE_DISABLED",
                              "Loading non context-aware native addons has been disabled");
  }
  return std::nullopt;
}

void Initialize(const Beginning& beginning, Runtime& runtime, v8::Local<v8::Object> exports,
                v8::Local<v8::Value> module) {
  PrepareThread(World::Of(runtime));
  auto context = runtime.context();
  const node::node_module* registered = beginning.registered;
  if (!IsOfOurVersion(registered)) {
    beginning.by_name(exports, module, context, nullptr);
  } else if (registered->nm_context_register_func) {
    registered->nm_context_register_func(exports, module, context, registered->nm_priv);
  } else {
    registered->nm_register_func(exports, module, registered->nm_priv);
  }
}

}  // namespace eddy::addons
