// How an addon of V8's own interface begins: by a function of a known name, or by what its constructor registered.
#pragma once
#include <optional>
#include <string>

#include "addons/include/node.h"
#include "bind/error.h"

namespace eddy {
class Runtime;
}

namespace eddy::addons {

struct Beginning {
  node::addon_context_register_func by_name = nullptr;  // gets no fourth argument
  const node::node_module* registered = nullptr;
  bool empty() const { return !by_name && !registered; }
};

// Why the addon at `path` cannot begin in this thread.
std::optional<bind::Error> WhyNot(const Beginning& beginning, Runtime& runtime, const std::string& path);

// Has the addon fill its exports. May leave an exception.
void Initialize(const Beginning& beginning, Runtime& runtime, v8::Local<v8::Object> exports,
                v8::Local<v8::Value> module);

}  // namespace eddy::addons
