// What util.inspect needs from V8: what an object hides from JavaScript.
#include "bind/module.h"
#include "engine/builtins.h"

namespace eddy {
namespace {

// getOwnNonIndexProperties(object, onlyEnumerable): own string and symbol keys that are no array indices.
v8::Local<v8::Value> OwnNonIndexProperties(v8::Local<v8::Context> context, v8::Local<v8::Object> object,
                                           bool only_enumerable) {
  auto filter = only_enumerable ? v8::ONLY_ENUMERABLE : v8::ALL_PROPERTIES;
  v8::Local<v8::Array> keys;
  if (!object->GetPropertyNames(context, v8::KeyCollectionMode::kOwnOnly, filter, v8::IndexFilter::kSkipIndices)
           .ToLocal(&keys)) {
    return {};  // a proxy's trap threw
  }
  return keys;
}

// getPromiseDetails(promise): [state, result], the state 0 pending, 1 fulfilled, 2 rejected.
v8::Local<v8::Value> PromiseDetails(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  if (!value->IsPromise()) return v8::Undefined(isolate);
  auto promise = value.As<v8::Promise>();
  v8::Promise::PromiseState state = promise->State();
  if (state == v8::Promise::kPending) {
    v8::Local<v8::Value> pending[] = {v8::Integer::New(isolate, state)};
    return v8::Array::New(isolate, pending, 1);
  }
  v8::Local<v8::Value> settled[] = {v8::Integer::New(isolate, state), promise->Result()};
  return v8::Array::New(isolate, settled, 2);
}

// getProxyDetails(value): [target, handler], both null once revoked; undefined for anything but a proxy.
v8::Local<v8::Value> ProxyDetails(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  if (!value->IsProxy()) return v8::Undefined(isolate);
  auto proxy = value.As<v8::Proxy>();
  v8::Local<v8::Value> details[] = {proxy->GetTarget(), proxy->GetHandler()};
  return v8::Array::New(isolate, details, 2);
}

// previewEntries(object): [entries, whether they are keys and values in turn], of an iterator, which stays where it
// is, of a WeakMap or a WeakSet.
v8::Local<v8::Value> PreviewEntries(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  bool are_keyed = false;
  v8::Local<v8::Array> entries;
  if (!value->IsObject() || !value.As<v8::Object>()->PreviewEntries(&are_keyed).ToLocal(&entries)) {
    return v8::Undefined(isolate);
  }
  v8::Local<v8::Value> pair[] = {entries, v8::Boolean::New(isolate, are_keyed)};
  return v8::Array::New(isolate, pair, 2);
}

// getExternalValue(external): the address as a bigint.
v8::Local<v8::Value> ExternalValue(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  if (!value->IsExternal()) return v8::Undefined(isolate);
  return v8::BigInt::NewFromUnsigned(isolate, reinterpret_cast<uint64_t>(value.As<v8::External>()->Value()));
}

// isBuiltinId('fs'): whether a built-in file has that name.
bool IsBuiltinId(const std::string& id) { return engine::FindBuiltin(id) != -1; }

}  // namespace

EDDY_MODULE(inspect) {
  Function<OwnNonIndexProperties>("getOwnNonIndexProperties");
  Function<PromiseDetails>("getPromiseDetails");
  Function<ProxyDetails>("getProxyDetails");
  Function<PreviewEntries>("previewEntries");
  Function<ExternalValue>("getExternalValue");
  Function<IsBuiltinId>("isBuiltinId");
}

}  // namespace eddy
