// What assert.ok() needs from V8 to show the expression that failed: the line of source that an
// error comes from.
#include "bind/module.h"

namespace eddy {
namespace {

// callPosition(error): { line, column } of the first frame of an error's stack, the line as text,
// the column counted from 0 in UTF-16 units; undefined when that frame has no source.
v8::Local<v8::Value> CallPosition(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Value> error) {
  v8::Local<v8::Message> message = v8::Exception::CreateMessage(isolate, error);
  v8::Local<v8::String> line;
  if (message->GetScriptOrigin().ScriptId() == v8::Message::kNoScriptIdInfo ||
      !message->GetSourceLine(context).ToLocal(&line)) {
    return v8::Undefined(isolate);
  }
  v8::Local<v8::Name> names[] = {bind::Symbolic(isolate, "line"), bind::Symbolic(isolate, "column")};
  v8::Local<v8::Value> values[] = {line, v8::Integer::New(isolate, message->GetStartColumn())};
  return v8::Object::New(isolate, v8::Null(isolate), names, values, 2);
}

}  // namespace

EDDY_MODULE(assert) { Function<CallPosition>("callPosition"); }

}  // namespace eddy
