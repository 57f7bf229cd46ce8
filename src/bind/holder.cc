#include "bind/holder.h"

#include "bind/object.h"

namespace eddy::bind {
namespace {

// One for all: objects of a template each would have a map each.
v8::Local<v8::ObjectTemplate> Shape(v8::Isolate* isolate) {
  static const char kHolder = 0;
  auto& registry = Registry::Of(isolate);
  auto made = registry.TemplateOf(&kHolder);
  if (made.IsEmpty()) {
    made = v8::FunctionTemplate::New(isolate);
    made->InstanceTemplate()->SetInternalFieldCount(1);
    registry.KeepTemplate(&kHolder, made);
  }
  return made->InstanceTemplate();
}

}  // namespace

v8::MaybeLocal<v8::Object> Holder(v8::Local<v8::Context> context, v8::Local<v8::Data> held) {
  v8::Local<v8::Object> holder;
  if (!Shape(context->GetIsolate())->NewInstance(context).ToLocal(&holder)) return {};
  holder->SetInternalField(0, held);
  return holder;
}

}  // namespace eddy::bind
