// Functions and classes of addons, calls from JavaScript into them and back.
#include "node_api/functions.h"

#include <climits>
#include <vector>

using namespace eddy::node_api;

// What a callback learns of its call.
struct napi_callback_info__ {
  const v8::FunctionCallbackInfo<v8::Value>& call;
  void* data;
};

namespace eddy::node_api {
namespace {

v8::Local<v8::Value> NewBinding(napi_env env, napi_callback callback, void* data) {
  Binding& binding = env->bindings.emplace_front();
  auto external = v8::External::New(env->isolate(), &binding);
  binding = {env, callback, data, env->bindings.begin(), {env->isolate(), external}};
  auto collected = [](const v8::WeakCallbackInfo<Binding>& info) {
    Binding* binding = info.GetParameter();
    binding->external.Reset();
    binding->env->bindings.erase(binding->self);
  };
  binding.external.SetWeak(&binding, collected, v8::WeakCallbackType::kParameter);
  return external;
}

void OnCall(const v8::FunctionCallbackInfo<v8::Value>& call) {
  const auto& binding = *static_cast<Binding*>(call.Data().As<v8::External>()->Value());
  napi_env env = binding.env;
  napi_callback callback = binding.callback;
  napi_callback_info__ info{call, binding.data};
  napi_value result = nullptr;
  v8::Local<v8::Value> exception;
  if (env->CallAddon([&] { result = callback(env, &info); }).ToLocal(&exception)) {
    env->isolate()->ThrowException(exception);
  } else if (result) {
    call.GetReturnValue().Set(ToLocal(result));
  }
}

v8::PropertyAttribute AttributesOf(napi_property_attributes attributes, bool has_value) {
  int result = v8::None;
  if (has_value && !(attributes & napi_writable)) result |= v8::ReadOnly;
  if (!(attributes & napi_enumerable)) result |= v8::DontEnum;
  if (!(attributes & napi_configurable)) result |= v8::DontDelete;
  return static_cast<v8::PropertyAttribute>(result);
}

// A property of a class's instances.
napi_status AddToPrototype(napi_env env, v8::Local<v8::FunctionTemplate> made,
                           const napi_property_descriptor& property) {
  v8::Isolate* isolate = env->isolate();
  v8::Local<v8::Name> name;
  napi_status status = PropertyName(env, property, &name);
  if (status != napi_ok) return status;
  auto signature = v8::Signature::New(isolate, made);
  auto method = [&](napi_callback callback) {
    return v8::FunctionTemplate::New(isolate, OnCall, NewBinding(env, callback, property.data), signature);
  };
  auto prototype = made->PrototypeTemplate();
  if (property.getter || property.setter) {
    v8::Local<v8::FunctionTemplate> getter, setter;
    if (property.getter) getter = method(property.getter);
    if (property.setter) setter = method(property.setter);
    prototype->SetAccessorProperty(name, getter, setter, AttributesOf(property.attributes, false));
  } else if (property.method) {
    prototype->Set(name, method(property.method), AttributesOf(property.attributes, true));
  } else {
    if (!property.value) return env->Fail(napi_invalid_arg);
    auto value = ToLocal(property.value);
    if (value->IsObject()) return env->Fail(napi_invalid_arg);  // a template is no place for it
    prototype->Set(name, value.As<v8::Data>(), AttributesOf(property.attributes, true));
  }
  return napi_ok;
}

v8::MaybeLocal<v8::String> OptionalName(napi_env env, const char* utf8name, size_t length) {
  return v8::String::NewFromUtf8(env->isolate(), utf8name, v8::NewStringType::kInternalized,
                                 length == NAPI_AUTO_LENGTH ? -1 : static_cast<int>(length));
}

}  // namespace

v8::MaybeLocal<v8::Function> NewFunction(napi_env env, napi_callback callback, void* data) {
  return v8::Function::New(env->context(), OnCall, NewBinding(env, callback, data));
}

}  // namespace eddy::node_api

napi_status napi_create_function(napi_env env, const char* utf8name, size_t length, napi_callback cb, void* data,
                                 napi_value* result) {
  ScriptEntry entry(env, result, cb);
  if (!entry) return entry.status();
  v8::EscapableHandleScope scope(env->isolate());
  v8::Local<v8::Function> function;
  if (!NewFunction(env, cb, data).ToLocal(&function)) return entry.FailOrPending(napi_generic_failure);
  if (utf8name) {
    if (length != NAPI_AUTO_LENGTH && length > INT_MAX) return entry.Fail(napi_invalid_arg);
    v8::Local<v8::String> name;
    if (!OptionalName(env, utf8name, length).ToLocal(&name)) return entry.FailOrPending(napi_generic_failure);
    function->SetName(name);
  }
  return entry.Give(result, scope.Escape(function));
}

napi_status napi_define_class(napi_env env, const char* utf8name, size_t length, napi_callback constructor, void* data,
                              size_t property_count, const napi_property_descriptor* properties, napi_value* result) {
  ScriptEntry entry(env, result, constructor);
  if (!entry) return entry.status();
  if (property_count > 0 && !properties) return entry.Fail(napi_invalid_arg);
  if (!utf8name || (length != NAPI_AUTO_LENGTH && length > INT_MAX)) return entry.Fail(napi_invalid_arg);
  v8::EscapableHandleScope scope(env->isolate());
  auto made = v8::FunctionTemplate::New(env->isolate(), OnCall, NewBinding(env, constructor, data));
  v8::Local<v8::String> name;
  if (!OptionalName(env, utf8name, length).ToLocal(&name)) return entry.FailOrPending(napi_generic_failure);
  made->SetClassName(name);
  std::vector<napi_property_descriptor> of_class;
  for (size_t i = 0; i < property_count; ++i) {
    if (properties[i].attributes & napi_static) {
      of_class.push_back(properties[i]);
      continue;
    }
    napi_status status = AddToPrototype(env, made, properties[i]);
    if (status != napi_ok) return status;
  }
  v8::Local<v8::Function> function;
  if (!made->GetFunction(env->context()).ToLocal(&function)) return entry.FailOrPending(napi_generic_failure);
  *result = FromLocal(scope.Escape(function));
  if (!of_class.empty()) {
    napi_status status = napi_define_properties(env, *result, of_class.size(), of_class.data());
    if (status != napi_ok) return status;
  }
  return entry.Ok();
}

napi_status napi_get_cb_info(napi_env env, napi_callback_info cbinfo, size_t* argc, napi_value* argv,
                             napi_value* this_arg, void** data) {
  Entry entry(env, cbinfo);
  if (!entry) return entry.status();
  const auto& call = cbinfo->call;
  if (argv) {
    if (!argc) return entry.Fail(napi_invalid_arg);
    auto undefined = FromLocal(v8::Undefined(env->isolate()));
    for (size_t i = 0; i < *argc; ++i)
      argv[i] = i < static_cast<size_t>(call.Length()) ? FromLocal(call[static_cast<int>(i)]) : undefined;
  }
  if (argc) *argc = call.Length();
  if (this_arg) *this_arg = FromLocal(call.This());
  if (data) *data = cbinfo->data;
  return entry.Ok();
}

napi_status napi_get_new_target(napi_env env, napi_callback_info cbinfo, napi_value* result) {
  Entry entry(env, cbinfo, result);
  if (!entry) return entry.status();
  // Null in a plain call.
  *result = cbinfo->call.IsConstructCall() ? FromLocal(cbinfo->call.NewTarget()) : nullptr;
  return entry.Ok();
}

napi_status napi_call_function(napi_env env, napi_value recv, napi_value func, size_t argc, const napi_value* argv,
                               napi_value* result) {
  ScriptEntry entry(env, recv, func);
  if (!entry) return entry.status();
  if (argc > 0 && !argv) return entry.Fail(napi_invalid_arg);
  auto receiver = ToLocal(recv);
  auto function = ToLocal(func);
  if (!function->IsFunction()) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::Value> value;
  if (!function.As<v8::Function>()
           ->Call(env->context(), receiver, static_cast<int>(argc), ToLocals(argv))
           .ToLocal(&value))
    return entry.FailOrPending(napi_generic_failure);
  return result ? entry.Give(result, value) : entry.Ok();
}

napi_status napi_new_instance(napi_env env, napi_value constructor, size_t argc, const napi_value* argv,
                              napi_value* result) {
  ScriptEntry entry(env, constructor);
  if (!entry) return entry.status();
  if ((argc > 0 && !argv) || !result) return entry.Fail(napi_invalid_arg);
  auto function = ToLocal(constructor);
  if (!function->IsFunction()) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::Object> instance;
  if (!function.As<v8::Function>()
           ->NewInstance(env->context(), static_cast<int>(argc), ToLocals(argv))
           .ToLocal(&instance))
    return entry.FailOrPending(napi_generic_failure);
  return entry.Give(result, instance);
}
