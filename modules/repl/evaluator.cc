// Evaluation without side effects, for the REPL's previews and completions: a private session of V8's inspector.
//
// JavaScript sends messages of the inspector's protocol and gets the answer as text; values come by object id. Only
// methods that answer at once are of use (Runtime.evaluate, Runtime.globalLexicalScopeNames).
#include <memory>
#include <string>

#include "bind/module.h"
#include "inspector/agent.h"
#include "runtime/runtime.h"
#include "v8-inspector.h"
#include "vm/context.h"
#include "vm/watchdog.h"

namespace eddy::repl {
namespace {

using v8::Local;
using v8_inspector::StringBuffer;
using v8_inspector::StringView;
using v8_inspector::V8ContextInfo;
using v8_inspector::V8Inspector;
using v8_inspector::V8InspectorSession;

constexpr int kContextGroup = 1;

StringView ViewOf(std::string_view text) {
  return StringView(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

Local<v8::String> ToString(v8::Isolate* isolate, const StringView& view) {
  auto length = static_cast<int>(view.length());
  auto made = view.is8Bit()
                  ? v8::String::NewFromOneByte(isolate, view.characters8(), v8::NewStringType::kNormal, length)
                  : v8::String::NewFromTwoByte(isolate, view.characters16(), v8::NewStringType::kNormal, length);
  return made.FromMaybe(v8::String::Empty(isolate));
}

class Evaluator final : public bind::Object<Evaluator>,
                        public v8_inspector::V8InspectorClient,
                        public V8Inspector::Channel {
 public:
  explicit Evaluator(Runtime& runtime) : runtime_(runtime) {
    // An isolate has one inspector: where the program is being debugged, that one serves us, too.
    auto* agent = inspector::Agent::Find();
    if (!agent) own_inspector_ = V8Inspector::create(v8::Isolate::GetCurrent(), this);
    V8Inspector& inspector = agent ? agent->inspector() : *own_inspector_;
    session_ = inspector.connect(kContextGroup, this, StringView(), V8Inspector::kFullyTrusted,
                                 V8Inspector::kNotWaitingForDebugger);
  }

  // add(sandbox): makes the context of a sandbox (null: the main one) known; returns its id.
  int Add(v8::Isolate* isolate, Local<v8::Value> sandbox) {
    auto context = ContextFor(isolate, sandbox);
    if (own_inspector_) own_inspector_->contextCreated(V8ContextInfo(context, kContextGroup, StringView()));
    return V8ContextInfo::executionContextId(context);
  }

  void Remove(v8::Isolate* isolate, Local<v8::Value> sandbox) {
    if (own_inspector_) own_inspector_->contextDestroyed(ContextFor(isolate, sandbox));
  }

  // send(message, timeout in ms): the answer; '' when the time was not enough.
  Local<v8::String> Send(v8::Isolate* isolate, std::string message, double timeout_ms) {
    answer_.reset();
    vm::Watchdog watchdog(isolate, bind::Saturated<uint64_t>(timeout_ms), false);
    {
      v8::TryCatch try_catch(isolate);
      session_->dispatchProtocolMessage(ViewOf(message));
      watchdog.Stop();
      if (try_catch.HasTerminated()) try_catch.Reset();
    }
    if (watchdog.timed_out() || !answer_) return v8::String::Empty(isolate);
    return ToString(isolate, answer_->string());
  }

  // valueOf(objectId): the value; undefined when there is none of that id.
  Local<v8::Value> ValueOf(v8::Isolate* isolate, std::string object_id) {
    std::unique_ptr<StringBuffer> error, group;
    Local<v8::Value> value;
    Local<v8::Context> context;
    if (!session_->unwrapObject(&error, ViewOf(object_id), &value, &context, &group)) return v8::Undefined(isolate);
    return value;
  }

  void ReleaseValues(std::string group) { session_->releaseObjectGroup(ViewOf(group)); }

 private:
  Local<v8::Context> ContextFor(v8::Isolate* isolate, Local<v8::Value> sandbox) {
    auto* vm_context = vm::VmContext::Of(isolate, sandbox);
    return vm_context ? vm_context->context() : runtime_.context();
  }

  void sendResponse(int, std::unique_ptr<StringBuffer> message) override { answer_ = std::move(message); }
  void sendNotification(std::unique_ptr<StringBuffer>) override {}
  void flushProtocolNotifications() override {}
  Local<v8::Context> ensureDefaultContextInGroup(int) override { return runtime_.context(); }

  Runtime& runtime_;
  std::unique_ptr<V8Inspector> own_inspector_;
  std::unique_ptr<V8InspectorSession> session_;
  std::unique_ptr<StringBuffer> answer_;
};

}  // namespace
}  // namespace eddy::repl

namespace eddy {

EDDY_MODULE(repl) {
  using repl::Evaluator;
  Class<Evaluator>("Evaluator")
      .Constructor<Runtime&>()
      .Method<&Evaluator::Add>("add")
      .Method<&Evaluator::Remove>("remove")
      .Method<&Evaluator::Send>("send")
      .Method<&Evaluator::ValueOf>("valueOf")
      .Method<&Evaluator::ReleaseValues>("releaseValues");
}

}  // namespace eddy
