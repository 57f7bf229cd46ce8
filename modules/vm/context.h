// A context of node:vm: a global of its own whose properties are those of an ordinary object, the sandbox.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bind/object.h"
#include "v8.h"

namespace eddy::vm {

struct ContextOptions {
  v8::Local<v8::String> name;
  v8::Local<v8::Value> origin;  // a string or undefined
  bool allow_strings = true;    // eval and its kin
  bool allow_wasm = true;
  bool own_microtasks = false;        // promise jobs run after each evaluation, not with the main program's
  v8::Local<v8::Value> import_owner;  // who answers import() of code without a script
};

class VmContext final : public bind::Object<VmContext> {
 public:
  // Makes a context around `sandbox`, or without one (empty: a plain global). Returns the sandbox, or the global.
  static v8::MaybeLocal<v8::Object> Make(v8::Isolate* isolate, v8::Local<v8::Object> sandbox,
                                         const ContextOptions& options);
  // The context that was made for a sandbox, or nullptr.
  static VmContext* Of(v8::Isolate* isolate, v8::Local<v8::Value> sandbox);

  // Those of this thread, and whoever wants to hear of each new one: a context, its name and origin (debuggers do).
  using Visitor = std::function<void(v8::Local<v8::Context>, std::string_view name, std::string_view origin)>;
  static void ForEach(const Visitor& visit);
  static void OnMade(Visitor visit);
  ~VmContext() override;

  v8::Local<v8::Context> context() const { return context_.Get(isolate()); }
  v8::MicrotaskQueue* own_microtasks() const { return microtasks_.get(); }

 private:
  VmContext() = default;

  std::string name_, origin_;
  v8::Global<v8::Context> context_;  // weak: the wrapper holds the global, and that its context
  std::unique_ptr<v8::MicrotaskQueue> microtasks_;
};

}  // namespace eddy::vm
