// Objects: properties by name, key and index; arrays; prototypes; type tags.
#include <climits>
#include <vector>

#include "node_api/environment.h"
#include "node_api/functions.h"

using namespace eddy::node_api;

namespace {

// The object that a value is, or is boxed in; empty for undefined and null.
v8::MaybeLocal<v8::Object> ObjectOf(napi_env env, napi_value value) { return ToLocal(value)->ToObject(env->context()); }

v8::MaybeLocal<v8::String> NameOf(napi_env env, const char* utf8name) {
  return v8::String::NewFromUtf8(env->isolate(), utf8name, v8::NewStringType::kInternalized);
}

// The four things one does with a property, whatever names it.
template <class Key>
napi_status Set(napi_env env, ScriptEntry& entry, napi_value object, Key key, napi_value value) {
  v8::Local<v8::Object> target;
  if (!ObjectOf(env, object).ToLocal(&target)) return entry.Fail(napi_object_expected);
  if (!target->Set(env->context(), key, ToLocal(value)).FromMaybe(false)) return entry.FailOrPending(napi_invalid_arg);
  return entry.Ok();
}

template <class Key>
napi_status Has(napi_env env, ScriptEntry& entry, napi_value object, Key key, bool* result) {
  v8::Local<v8::Object> target;
  if (!ObjectOf(env, object).ToLocal(&target)) return entry.Fail(napi_object_expected);
  auto has = target->Has(env->context(), key);
  if (has.IsNothing()) return entry.FailOrPending(napi_generic_failure);
  *result = has.FromJust();
  return entry.Ok();
}

template <class Key>
napi_status Get(napi_env env, ScriptEntry& entry, napi_value object, Key key, napi_value* result) {
  v8::Local<v8::Object> target;
  if (!ObjectOf(env, object).ToLocal(&target)) return entry.Fail(napi_object_expected);
  v8::Local<v8::Value> value;
  if (!target->Get(env->context(), key).ToLocal(&value)) return entry.FailOrPending(napi_generic_failure);
  return entry.Give(result, value);
}

template <class Key>
napi_status Delete(napi_env env, ScriptEntry& entry, napi_value object, Key key, bool* result) {
  v8::Local<v8::Object> target;
  if (!ObjectOf(env, object).ToLocal(&target)) return entry.Fail(napi_object_expected);
  auto deleted = target->Delete(env->context(), key);
  if (deleted.IsNothing()) return entry.FailOrPending(napi_generic_failure);
  if (result) *result = deleted.FromJust();
  return entry.Ok();
}

v8::PropertyFilter FilterOf(napi_key_filter filter) {
  int result = v8::ALL_PROPERTIES;
  if (filter & napi_key_writable) result |= v8::ONLY_WRITABLE;
  if (filter & napi_key_enumerable) result |= v8::ONLY_ENUMERABLE;
  if (filter & napi_key_configurable) result |= v8::ONLY_CONFIGURABLE;
  if (filter & napi_key_skip_strings) result |= v8::SKIP_STRINGS;
  if (filter & napi_key_skip_symbols) result |= v8::SKIP_SYMBOLS;
  return static_cast<v8::PropertyFilter>(result);
}

napi_status SetIntegrity(napi_env env, napi_value object, v8::IntegrityLevel level) {
  ScriptEntry entry(env, object);
  if (!entry) return entry.status();
  v8::Local<v8::Object> target;
  if (!ObjectOf(env, object).ToLocal(&target)) return entry.Fail(napi_object_expected);
  if (!target->SetIntegrityLevel(env->context(), level).FromMaybe(false))
    return entry.FailOrPending(napi_generic_failure);
  return entry.Ok();
}

// A type tag as a value: what a private property holds.
v8::MaybeLocal<v8::BigInt> TagValue(napi_env env, const napi_type_tag* tag) {
  const uint64_t words[] = {tag->lower, tag->upper};
  return v8::BigInt::NewFromWords(env->context(), 0, 2, words);
}

bool DefineAccessor(napi_env env, v8::Local<v8::Object> object, v8::Local<v8::Name> name,
                    const napi_property_descriptor& property) {
  v8::Local<v8::Value> getter = v8::Undefined(env->isolate()), setter = getter;
  v8::Local<v8::Function> function;
  if (property.getter) {
    if (!NewFunction(env, property.getter, property.data).ToLocal(&function)) return false;
    getter = function;
  }
  if (property.setter) {
    if (!NewFunction(env, property.setter, property.data).ToLocal(&function)) return false;
    setter = function;
  }
  v8::PropertyDescriptor descriptor(getter, setter);
  descriptor.set_enumerable(property.attributes & napi_enumerable);
  descriptor.set_configurable(property.attributes & napi_configurable);
  return object->DefineProperty(env->context(), name, descriptor).FromMaybe(false);
}

bool DefineValue(napi_env env, v8::Local<v8::Object> object, v8::Local<v8::Name> name, v8::Local<v8::Value> value,
                 napi_property_attributes attributes) {
  if ((attributes & napi_default_jsproperty) == napi_default_jsproperty)
    return object->CreateDataProperty(env->context(), name, value).FromMaybe(false);
  v8::PropertyDescriptor descriptor(value, bool{(attributes & napi_writable) != 0});
  descriptor.set_enumerable(attributes & napi_enumerable);
  descriptor.set_configurable(attributes & napi_configurable);
  return object->DefineProperty(env->context(), name, descriptor).FromMaybe(false);
}

}  // namespace

namespace eddy::node_api {

napi_status PropertyName(napi_env env, const napi_property_descriptor& property, v8::Local<v8::Name>* result) {
  if (property.utf8name) {
    v8::Local<v8::String> name;
    if (!NameOf(env, property.utf8name).ToLocal(&name)) return env->Fail(napi_generic_failure);
    *result = name;
    return napi_ok;
  }
  if (!property.name) return env->Fail(napi_invalid_arg);
  auto name = ToLocal(property.name);
  if (!name->IsName()) return env->Fail(napi_name_expected);
  *result = name.As<v8::Name>();
  return napi_ok;
}

}  // namespace eddy::node_api

// --- Making objects and arrays. ---

napi_status napi_create_object(napi_env env, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Object::New(env->isolate()));
}

napi_status napi_create_object_with_properties(napi_env env, napi_value prototype_or_null, napi_value* property_names,
                                               napi_value* property_values, size_t property_count, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  if (property_count > 0 && (!property_names || !property_values)) return entry.Fail(napi_invalid_arg);
  v8::Isolate* isolate = env->isolate();
  v8::LocalVector<v8::Name> names(isolate);
  v8::LocalVector<v8::Value> values(isolate);
  for (size_t i = 0; i < property_count; ++i) {
    if (!property_names[i] || !property_values[i]) return entry.Fail(napi_invalid_arg);
    auto name = ToLocal(property_names[i]);
    if (!name->IsName()) return entry.Fail(napi_name_expected);
    names.push_back(name.As<v8::Name>());
    values.push_back(ToLocal(property_values[i]));
  }
  v8::Local<v8::Value> prototype = prototype_or_null ? ToLocal(prototype_or_null) : v8::Null(isolate).As<v8::Value>();
  if (!prototype->IsNull() && !prototype->IsObject()) return entry.Fail(napi_object_expected);
  return entry.Give(result, v8::Object::New(isolate, prototype, names.data(), values.data(), property_count));
}

napi_status napi_create_array(napi_env env, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Array::New(env->isolate()));
}

napi_status napi_create_array_with_length(napi_env env, size_t length, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Array::New(env->isolate(), static_cast<int>(length)));
}

napi_status napi_is_array(napi_env env, napi_value value, bool* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  *result = ToLocal(value)->IsArray();
  return entry.Ok();
}

napi_status napi_get_array_length(napi_env env, napi_value value, uint32_t* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsArray()) return entry.Fail(napi_array_expected);
  *result = local.As<v8::Array>()->Length();
  return entry.Ok();
}

// --- Properties. ---

napi_status napi_set_property(napi_env env, napi_value object, napi_value key, napi_value value) {
  ScriptEntry entry(env, object, key, value);
  if (!entry) return entry.status();
  return Set(env, entry, object, ToLocal(key), value);
}

napi_status napi_has_property(napi_env env, napi_value object, napi_value key, bool* result) {
  ScriptEntry entry(env, object, result, key);
  if (!entry) return entry.status();
  return Has(env, entry, object, ToLocal(key), result);
}

napi_status napi_get_property(napi_env env, napi_value object, napi_value key, napi_value* result) {
  ScriptEntry entry(env, object, key, result);
  if (!entry) return entry.status();
  return Get(env, entry, object, ToLocal(key), result);
}

napi_status napi_delete_property(napi_env env, napi_value object, napi_value key, bool* result) {
  ScriptEntry entry(env, object, key);
  if (!entry) return entry.status();
  return Delete(env, entry, object, ToLocal(key), result);
}

napi_status napi_has_own_property(napi_env env, napi_value object, napi_value key, bool* result) {
  ScriptEntry entry(env, object, key, result);
  if (!entry) return entry.status();
  v8::Local<v8::Object> target;
  if (!ObjectOf(env, object).ToLocal(&target)) return entry.Fail(napi_object_expected);
  auto name = ToLocal(key);
  if (!name->IsName()) return entry.Fail(napi_name_expected);
  auto has = target->HasOwnProperty(env->context(), name.As<v8::Name>());
  if (has.IsNothing()) return entry.FailOrPending(napi_generic_failure);
  *result = has.FromJust();
  return entry.Ok();
}

// No name: what is no object is the worse fault.
static napi_status RefuseName(napi_env env, ScriptEntry& entry, napi_value object) {
  v8::Local<v8::Object> target;
  return entry.Fail(ObjectOf(env, object).ToLocal(&target) ? napi_invalid_arg : napi_object_expected);
}

napi_status napi_set_named_property(napi_env env, napi_value object, const char* utf8name, napi_value value) {
  ScriptEntry entry(env, object, value);
  if (!entry) return entry.status();
  if (!utf8name) return RefuseName(env, entry, object);
  v8::Local<v8::String> name;
  if (!NameOf(env, utf8name).ToLocal(&name)) return entry.FailOrPending(napi_generic_failure);
  return Set(env, entry, object, name, value);
}

napi_status napi_has_named_property(napi_env env, napi_value object, const char* utf8name, bool* result) {
  ScriptEntry entry(env, object, result);
  if (!entry) return entry.status();
  if (!utf8name) return RefuseName(env, entry, object);
  v8::Local<v8::String> name;
  if (!NameOf(env, utf8name).ToLocal(&name)) return entry.FailOrPending(napi_generic_failure);
  return Has(env, entry, object, name, result);
}

napi_status napi_get_named_property(napi_env env, napi_value object, const char* utf8name, napi_value* result) {
  ScriptEntry entry(env, object, utf8name, result);
  if (!entry) return entry.status();
  v8::Local<v8::String> name;
  if (!NameOf(env, utf8name).ToLocal(&name)) return entry.FailOrPending(napi_generic_failure);
  return Get(env, entry, object, name, result);
}

napi_status napi_set_element(napi_env env, napi_value object, uint32_t index, napi_value value) {
  ScriptEntry entry(env, object, value);
  if (!entry) return entry.status();
  return Set(env, entry, object, index, value);
}

napi_status napi_has_element(napi_env env, napi_value object, uint32_t index, bool* result) {
  ScriptEntry entry(env, object, result);
  if (!entry) return entry.status();
  return Has(env, entry, object, index, result);
}

napi_status napi_get_element(napi_env env, napi_value object, uint32_t index, napi_value* result) {
  ScriptEntry entry(env, object, result);
  if (!entry) return entry.status();
  return Get(env, entry, object, index, result);
}

napi_status napi_delete_element(napi_env env, napi_value object, uint32_t index, bool* result) {
  ScriptEntry entry(env, object);
  if (!entry) return entry.status();
  return Delete(env, entry, object, index, result);
}

napi_status napi_get_property_names(napi_env env, napi_value object, napi_value* result) {
  return napi_get_all_property_names(env, object, napi_key_include_prototypes,
                                     static_cast<napi_key_filter>(napi_key_enumerable | napi_key_skip_symbols),
                                     napi_key_numbers_to_strings, result);
}

napi_status napi_get_all_property_names(napi_env env, napi_value object, napi_key_collection_mode key_mode,
                                        napi_key_filter key_filter, napi_key_conversion key_conversion,
                                        napi_value* result) {
  ScriptEntry entry(env, object, result);
  if (!entry) return entry.status();
  v8::Local<v8::Object> target;
  if (!ObjectOf(env, object).ToLocal(&target)) return entry.Fail(napi_object_expected);
  if (key_mode != napi_key_include_prototypes && key_mode != napi_key_own_only) return entry.Fail(napi_invalid_arg);
  if (key_conversion != napi_key_keep_numbers && key_conversion != napi_key_numbers_to_strings)
    return entry.Fail(napi_invalid_arg);
  auto mode =
      key_mode == napi_key_own_only ? v8::KeyCollectionMode::kOwnOnly : v8::KeyCollectionMode::kIncludePrototypes;
  auto conversion = key_conversion == napi_key_keep_numbers ? v8::KeyConversionMode::kKeepNumbers
                                                            : v8::KeyConversionMode::kConvertToString;
  v8::Local<v8::Array> names;
  auto filter = FilterOf(key_filter);
  if (!target->GetPropertyNames(env->context(), mode, filter, v8::IndexFilter::kIncludeIndices, conversion)
           .ToLocal(&names))
    return entry.FailOrPending(napi_generic_failure);
  return entry.Give(result, names);
}

napi_status napi_define_properties(napi_env env, napi_value object, size_t property_count,
                                   const napi_property_descriptor* properties) {
  ScriptEntry entry(env);
  if (!entry) return entry.status();
  if (property_count > 0 && !properties) return entry.Fail(napi_invalid_arg);
  if (!object) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::Object> target;
  if (!ObjectOf(env, object).ToLocal(&target)) return entry.Fail(napi_object_expected);
  for (size_t i = 0; i < property_count; ++i) {
    const auto& property = properties[i];
    v8::Local<v8::Name> name;
    napi_status status = PropertyName(env, property, &name);
    if (status != napi_ok) return status;
    if (property.getter || property.setter) {
      if (!DefineAccessor(env, target, name, property)) return entry.FailOrPending(napi_invalid_arg);
    } else if (property.method) {
      v8::Local<v8::Function> method;
      if (!NewFunction(env, property.method, property.data).ToLocal(&method))
        return entry.FailOrPending(napi_generic_failure);
      if (!DefineValue(env, target, name, method, property.attributes))
        return entry.FailOrPending(napi_generic_failure);
    } else {
      if (!property.value) return entry.Fail(napi_invalid_arg);
      if (!DefineValue(env, target, name, ToLocal(property.value), property.attributes))
        return entry.FailOrPending(napi_invalid_arg);
    }
  }
  return entry.Ok();
}

// --- What an object is. ---

napi_status napi_get_prototype(napi_env env, napi_value object, napi_value* result) {
  ScriptEntry entry(env, object, result);
  if (!entry) return entry.status();
  v8::Local<v8::Object> target;
  if (!ObjectOf(env, object).ToLocal(&target)) return entry.Fail(napi_object_expected);
  return entry.Give(result, target->GetPrototypeV2());
}

napi_status napi_instanceof(napi_env env, napi_value object, napi_value constructor, bool* result) {
  ScriptEntry entry(env, object, result);
  if (!entry) return entry.status();
  *result = false;
  if (!constructor) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::Object> function;
  if (!ObjectOf(env, constructor).ToLocal(&function)) return entry.Fail(napi_object_expected);
  if (!function->IsFunction()) {
    napi_throw_type_error(env, "ERR_NAPI_CONS_FUNCTION", "Constructor must be a function");
    return entry.Fail(napi_function_expected);
  }
  auto is = ToLocal(object)->InstanceOf(env->context(), function);
  if (is.IsNothing()) return entry.Fail(napi_generic_failure);  // also with an exception pending, as on Node
  *result = is.FromJust();
  return entry.Ok();
}

napi_status napi_object_freeze(napi_env env, napi_value object) {
  return SetIntegrity(env, object, v8::IntegrityLevel::kFrozen);
}

napi_status napi_object_seal(napi_env env, napi_value object) {
  return SetIntegrity(env, object, v8::IntegrityLevel::kSealed);
}

napi_status napi_type_tag_object(napi_env env, napi_value value, const napi_type_tag* type_tag) {
  ScriptEntry entry(env, value, type_tag);
  if (!entry) return entry.status();
  if (auto* external = ExternalValue::Of(env, ToLocal(value))) {
    if (external->tagged) return entry.Fail(napi_invalid_arg);
    external->tagged = true;
    external->tag = *type_tag;
    return entry.Ok();
  }
  v8::Local<v8::Object> object;
  if (!ObjectOf(env, value).ToLocal(&object)) return entry.FailOrPending(napi_object_expected);
  auto key = env->world().tag_key();
  auto tagged = object->HasPrivate(env->context(), key);
  if (tagged.IsNothing()) return entry.FailOrPending(napi_generic_failure);
  if (tagged.FromJust()) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::BigInt> tag;
  if (!TagValue(env, type_tag).ToLocal(&tag)) return entry.FailOrPending(napi_generic_failure);
  if (!object->SetPrivate(env->context(), key, tag).FromMaybe(false)) return entry.FailOrPending(napi_generic_failure);
  return entry.Ok();
}

napi_status napi_check_object_type_tag(napi_env env, napi_value value, const napi_type_tag* type_tag, bool* result) {
  ScriptEntry entry(env, value, type_tag, result);
  if (!entry) return entry.status();
  if (auto* external = ExternalValue::Of(env, ToLocal(value))) {
    *result = external->tagged && external->tag.lower == type_tag->lower && external->tag.upper == type_tag->upper;
    return entry.Ok();
  }
  v8::Local<v8::Object> object;
  if (!ObjectOf(env, value).ToLocal(&object)) return entry.FailOrPending(napi_object_expected);
  v8::Local<v8::Value> tag;
  v8::Local<v8::BigInt> wanted;
  if (!object->GetPrivate(env->context(), env->world().tag_key()).ToLocal(&tag) ||
      !TagValue(env, type_tag).ToLocal(&wanted))
    return entry.FailOrPending(napi_generic_failure);
  *result = tag->StrictEquals(wanted);
  return entry.Ok();
}
