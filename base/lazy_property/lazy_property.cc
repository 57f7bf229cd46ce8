// Properties that are made when they are first looked at, and that nobody can tell from ordinary ones.
#include "bind/module.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

// V8 calls this at the first look, and puts the result in the property's place. `data` is the loader's number: a
// function there would tie the accessor, which belongs to the isolate, to our context, and that no snapshot can hold.
void Load(v8::Local<v8::Name>, const v8::PropertyCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Runtime& runtime = Runtime::Of(isolate);
  v8::Local<v8::Value> value, loader = info.Data();
  auto load = runtime.hooks().load_lazy_property.Get(isolate);
  if (load->Call(runtime.context(), v8::Undefined(isolate), 1, &loader).ToLocal(&value))
    info.GetReturnValue().Set(value);
}

const bool referenced = (bind::AddExternalReference(reinterpret_cast<const void*>(Load)), true);

// define(target, name, number of the loader, enumerable, writable)
void Define(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> target,
            v8::Local<v8::Name> name, int32_t loader, bool enumerable, bool writable) {
  int attributes = v8::None;
  if (!enumerable) attributes |= v8::DontEnum;
  if (!writable) attributes |= v8::ReadOnly;
  static_cast<void>(referenced);
  target
      ->SetLazyDataProperty(context, name, Load, v8::Integer::New(isolate, loader),
                            static_cast<v8::PropertyAttribute>(attributes))
      .IsNothing();
}

}  // namespace

EDDY_MODULE(lazy_property) { Function<Define>("define"); }

}  // namespace eddy
