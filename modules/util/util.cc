// What util.inspect and util.types need from V8: what an object is inside, and what it hides from JavaScript.
#include "bind/module.h"
#include "engine/builtins.h"

namespace eddy {
namespace {

// The order is that of modules/util/kinds.js.
enum Kind : int {
  kOrdinary,
  kProxy,
  kArray,
  kFunction,
  kArguments,
  kMap,
  kSet,
  kMapIterator,
  kSetIterator,
  kTypedArray,
  kArrayBuffer,
  kSharedArrayBuffer,
  kDataView,
  kDate,
  kRegExp,
  kNativeError,
  kPromise,
  kWeakMap,
  kWeakSet,
  kModuleNamespace,
  kNumberObject,
  kStringObject,
  kBooleanObject,
  kBigIntObject,
  kSymbolObject,
  kGenerator,
  kExternal,
};

Kind KindOfBuffer(v8::Local<v8::Value> value) {
  if (value->IsTypedArray()) return kTypedArray;
  if (value->IsDataView()) return kDataView;
  if (value->IsArrayBuffer()) return kArrayBuffer;
  if (value->IsSharedArrayBuffer()) return kSharedArrayBuffer;
  return kOrdinary;
}

Kind KindOfCollection(v8::Local<v8::Value> value) {
  if (value->IsMap()) return kMap;
  if (value->IsSet()) return kSet;
  if (value->IsMapIterator()) return kMapIterator;
  if (value->IsSetIterator()) return kSetIterator;
  if (value->IsWeakMap()) return kWeakMap;
  if (value->IsWeakSet()) return kWeakSet;
  return kOrdinary;
}

Kind KindOfBoxed(v8::Local<v8::Value> value) {
  if (value->IsNumberObject()) return kNumberObject;
  if (value->IsStringObject()) return kStringObject;
  if (value->IsBooleanObject()) return kBooleanObject;
  if (value->IsBigIntObject()) return kBigIntObject;
  if (value->IsSymbolObject()) return kSymbolObject;
  return kOrdinary;
}

int32_t KindOf(v8::Local<v8::Value> value) {
  if (value->IsProxy()) return kProxy;
  if (value->IsArray()) return kArray;
  if (value->IsFunction()) return kFunction;
  if (value->IsArgumentsObject()) return kArguments;
  if (value->IsDate()) return kDate;
  if (value->IsRegExp()) return kRegExp;
  if (value->IsNativeError()) return kNativeError;
  if (value->IsPromise()) return kPromise;
  if (value->IsModuleNamespaceObject()) return kModuleNamespace;
  if (value->IsGeneratorObject()) return kGenerator;
  if (value->IsExternal()) return kExternal;
  if (Kind kind = KindOfCollection(value)) return kind;
  if (Kind kind = KindOfBuffer(value)) return kind;
  return KindOfBoxed(value);
}

template <bool (v8::Value::*kTest)() const>
bool Is(v8::Local<v8::Value> value) {
  return ((*value)->*kTest)();
}

bool IsAnyArrayBuffer(v8::Local<v8::Value> value) { return value->IsArrayBuffer() || value->IsSharedArrayBuffer(); }

bool IsBoxedPrimitive(v8::Local<v8::Value> value) { return KindOfBoxed(value) != kOrdinary; }

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

// getConstructorName(object): the name of the class that V8 remembers it was made by.
v8::Local<v8::Value> ConstructorName(v8::Local<v8::Object> object) { return object->GetConstructorName(); }

// getExternalValue(external): the address as a bigint.
v8::Local<v8::Value> ExternalValue(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  if (!value->IsExternal()) return v8::Undefined(isolate);
  return v8::BigInt::NewFromUnsigned(isolate, reinterpret_cast<uint64_t>(value.As<v8::External>()->Value()));
}

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

// isBuiltinId('fs'): whether a built-in file has that name.
bool IsBuiltinId(const std::string& id) { return engine::FindBuiltin(id) != -1; }

}  // namespace

EDDY_MODULE(util) {
  Function<KindOf>("kindOf");
  Function<OwnNonIndexProperties>("getOwnNonIndexProperties");
  Function<PromiseDetails>("getPromiseDetails");
  Function<ProxyDetails>("getProxyDetails");
  Function<PreviewEntries>("previewEntries");
  Function<ConstructorName>("getConstructorName");
  Function<ExternalValue>("getExternalValue");
  Function<CallSites>("getCallSites");
  Function<IsBuiltinId>("isBuiltinId");
  Function<Is<&v8::Value::IsArgumentsObject>>("isArgumentsObject");
  Function<Is<&v8::Value::IsArrayBuffer>>("isArrayBuffer");
  Function<Is<&v8::Value::IsAsyncFunction>>("isAsyncFunction");
  Function<Is<&v8::Value::IsBigIntObject>>("isBigIntObject");
  Function<Is<&v8::Value::IsBooleanObject>>("isBooleanObject");
  Function<Is<&v8::Value::IsDataView>>("isDataView");
  Function<Is<&v8::Value::IsDate>>("isDate");
  Function<Is<&v8::Value::IsExternal>>("isExternal");
  Function<Is<&v8::Value::IsGeneratorFunction>>("isGeneratorFunction");
  Function<Is<&v8::Value::IsGeneratorObject>>("isGeneratorObject");
  Function<Is<&v8::Value::IsMap>>("isMap");
  Function<Is<&v8::Value::IsMapIterator>>("isMapIterator");
  Function<Is<&v8::Value::IsModuleNamespaceObject>>("isModuleNamespaceObject");
  Function<Is<&v8::Value::IsNativeError>>("isNativeError");
  Function<Is<&v8::Value::IsNumberObject>>("isNumberObject");
  Function<Is<&v8::Value::IsPromise>>("isPromise");
  Function<Is<&v8::Value::IsProxy>>("isProxy");
  Function<Is<&v8::Value::IsRegExp>>("isRegExp");
  Function<Is<&v8::Value::IsSet>>("isSet");
  Function<Is<&v8::Value::IsSetIterator>>("isSetIterator");
  Function<Is<&v8::Value::IsSharedArrayBuffer>>("isSharedArrayBuffer");
  Function<Is<&v8::Value::IsStringObject>>("isStringObject");
  Function<Is<&v8::Value::IsSymbolObject>>("isSymbolObject");
  Function<Is<&v8::Value::IsWeakMap>>("isWeakMap");
  Function<Is<&v8::Value::IsWeakSet>>("isWeakSet");
  Function<IsAnyArrayBuffer>("isAnyArrayBuffer");
  Function<IsBoxedPrimitive>("isBoxedPrimitive");
}

}  // namespace eddy
