// The functions on the stack, for util.getCallSites.
#include "bind/module.h"

namespace eddy {
namespace {

v8::Local<v8::Value> NameOf(v8::Isolate* isolate, v8::Local<v8::String> name) {
  return name.IsEmpty() ? v8::String::Empty(isolate) : name;
}

// getCallSites(count): the callers' frames, the innermost first, without the one that calls this function.
v8::Local<v8::Value> CallSites(v8::Isolate* isolate, int32_t count) {
  v8::Local<v8::StackTrace> stack = v8::StackTrace::CurrentStackTrace(isolate, count + 1);
  v8::Local<v8::Name> names[] = {bind::Symbolic(isolate, "functionName"), bind::Symbolic(isolate, "scriptId"),
                                 bind::Symbolic(isolate, "scriptName"),   bind::Symbolic(isolate, "lineNumber"),
                                 bind::Symbolic(isolate, "columnNumber"), bind::Symbolic(isolate, "column")};
  std::vector<v8::Local<v8::Value>> sites;
  for (int i = 1; i < stack->GetFrameCount(); i++) {
    v8::Local<v8::StackFrame> frame = stack->GetFrame(isolate, i);
    v8::Local<v8::Value> column = v8::Integer::New(isolate, frame->GetColumn());
    v8::Local<v8::Value> values[] = {NameOf(isolate, frame->GetFunctionName()),
                                     bind::NewString(isolate, std::to_string(frame->GetScriptId())),
                                     NameOf(isolate, frame->GetScriptNameOrSourceURL()),
                                     v8::Integer::New(isolate, frame->GetLineNumber()),
                                     column,
                                     column};
    sites.push_back(v8::Object::New(isolate, v8::Null(isolate), names, values, 6));
  }
  return v8::Array::New(isolate, sites.data(), sites.size());
}

}  // namespace

EDDY_MODULE(call_sites) { Function<CallSites>("getCallSites"); }

}  // namespace eddy
