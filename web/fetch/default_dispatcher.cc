// The property of the global object that holds fetch()'s dispatcher: one of data, as anybody sees it, whose value is
// asked of JavaScript, so that the first look can make it.
#include "bind/module.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

// The functions are the global object's own, where no program sees them: as the accessor's data they would tie the
// isolate to our context, and that no snapshot can hold.
v8::Local<v8::Private> Name(v8::Isolate* isolate, const char* name) {
  return v8::Private::ForApi(isolate, bind::Symbolic(isolate, name));
}
v8::Local<v8::Private> Look(v8::Isolate* isolate) { return Name(isolate, "eddy:look at the dispatcher"); }
v8::Local<v8::Private> Assign(v8::Isolate* isolate) { return Name(isolate, "eddy:assign the dispatcher"); }

v8::MaybeLocal<v8::Value> Call(v8::Isolate* isolate, v8::Local<v8::Private> name, int count,
                               v8::Local<v8::Value>* arguments) {
  v8::Local<v8::Context> context = Runtime::Of(isolate).context();
  v8::Local<v8::Value> function;
  if (!context->Global()->GetPrivate(context, name).ToLocal(&function) || !function->IsFunction()) return {};
  return function.As<v8::Function>()->Call(context, v8::Undefined(isolate), count, arguments);
}

void OnLook(v8::Local<v8::Name>, const v8::PropertyCallbackInfo<v8::Value>& info) {
  v8::Local<v8::Value> value;
  if (Call(info.GetIsolate(), Look(info.GetIsolate()), 0, nullptr).ToLocal(&value)) info.GetReturnValue().Set(value);
}

void OnAssign(v8::Local<v8::Name>, v8::Local<v8::Value> value, const v8::PropertyCallbackInfo<void>& info) {
  Call(info.GetIsolate(), Assign(info.GetIsolate()), 1, &value).IsEmpty();
}

const bool referenced = (bind::AddExternalReference(reinterpret_cast<const void*>(OnLook)),
                         bind::AddExternalReference(reinterpret_cast<const void*>(OnAssign)), true);

// defineDispatcher(global, name, look, assign)
void DefineDispatcher(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> global,
                      v8::Local<v8::Name> name, v8::Local<v8::Function> look, v8::Local<v8::Function> assign) {
  static_cast<void>(referenced);
  if (global->SetPrivate(context, Look(isolate), look).IsNothing()) return;
  if (global->SetPrivate(context, Assign(isolate), assign).IsNothing()) return;
  auto attributes = static_cast<v8::PropertyAttribute>(v8::DontEnum | v8::DontDelete);
  global->SetNativeDataProperty(context, name, OnLook, OnAssign, {}, attributes).IsNothing();
}

}  // namespace

EDDY_MODULE(fetch) { Function<DefineDispatcher>("defineDispatcher"); }

}  // namespace eddy
