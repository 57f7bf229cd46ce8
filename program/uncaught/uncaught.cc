// What the report of an uncaught error needs from V8 and the terminal: the place of an error, a
// description that runs no code of the user's, and a write that doesn't depend on the streams.
#include <unistd.h>

#include <string>

#include "bind/module.h"
#include "inspector/agent.h"
#include "loop/loop.h"
#include "loop/output.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

std::string Arrow(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Value> error) {
  return SourceArrow(isolate, context, v8::Exception::CreateMessage(isolate, error));
}

v8::Local<v8::String> Detail(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Value> value) {
  v8::Local<v8::String> text;
  return value->ToDetailString(context).ToLocal(&text) ? text : v8::String::Empty(isolate);
}

// The stack of a throw as lines of "    at name (file:line:column)\n".
std::string ThrownAt(v8::Isolate* isolate, v8::Local<v8::Value> error) {
  auto trace = v8::Exception::CreateMessage(isolate, error)->GetStackTrace();
  std::string lines;
  for (int i = 0; !trace.IsEmpty() && i < trace->GetFrameCount(); ++i) {
    auto frame = trace->GetFrame(isolate, i);
    v8::String::Utf8Value name(isolate, frame->GetFunctionName());
    v8::String::Utf8Value file(isolate, frame->GetScriptNameOrSourceURL());
    std::string place = std::string(*file ? *file : "", file.length()) + ":" + std::to_string(frame->GetLineNumber()) +
                        ":" + std::to_string(frame->GetColumn());
    std::string function(*name ? *name : "", name.length());
    lines += "    at " + (function.empty() ? place : function + " (" + place + ")") + "\n";
  }
  return lines;
}

// The whole text; what a reader of stderr does not take at once is written by the loop, or when the process ends.
void Print(Runtime& runtime, const std::string& text) {
  loop::Output::WriteTo(runtime.settings().thread == nullptr ? &runtime.loop() : nullptr, STDERR_FILENO, text);
}

// An error that ends the program, for debuggers.
void NotifyInspector(v8::Local<v8::Value> error) {
  if (auto* agent = inspector::Agent::Find()) agent->OnUncaught(error);
}

}  // namespace

EDDY_MODULE(uncaught) {
  Function<Arrow>("arrow");
  Function<Detail>("detail");
  Function<Print>("print");
  Function<NotifyInspector>("notifyInspector");
  Function<ThrownAt>("thrownAt");
}

}  // namespace eddy
