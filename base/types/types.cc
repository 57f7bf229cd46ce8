// What an object is inside, as V8 knows it, whatever its prototype says.
#include "bind/module.h"

namespace eddy {
namespace {

using v8::Value;

// What kindOf() returns. JavaScript knows the numbers from binding('types').
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
// What optimised code calls.
template <bool (v8::Value::*kTest)() const>
bool FastIs(v8::Local<v8::Value>, v8::Local<v8::Value> value) {
  return ((*value)->*kTest)();
}

bool IsAnyArrayBuffer(v8::Local<v8::Value> value) { return value->IsArrayBuffer() || value->IsSharedArrayBuffer(); }

bool IsBoxedPrimitive(v8::Local<v8::Value> value) { return KindOfBoxed(value) != kOrdinary; }

// getConstructorName(object): the name of the class that V8 remembers it was made by.
v8::Local<v8::Value> ConstructorName(v8::Local<v8::Object> object) { return object->GetConstructorName(); }

}  // namespace

EDDY_MODULE(types) {
  Function<KindOf>("kindOf");
  Function<ConstructorName>("getConstructorName");
  Function<Is<&Value::IsArgumentsObject>, FastIs<&Value::IsArgumentsObject>>("isArgumentsObject", 1);
  Function<Is<&Value::IsArrayBuffer>, FastIs<&Value::IsArrayBuffer>>("isArrayBuffer", 1);
  Function<Is<&Value::IsAsyncFunction>, FastIs<&Value::IsAsyncFunction>>("isAsyncFunction", 1);
  Function<Is<&Value::IsBigIntObject>, FastIs<&Value::IsBigIntObject>>("isBigIntObject", 1);
  Function<Is<&Value::IsBooleanObject>, FastIs<&Value::IsBooleanObject>>("isBooleanObject", 1);
  Function<Is<&Value::IsDataView>, FastIs<&Value::IsDataView>>("isDataView", 1);
  Function<Is<&Value::IsDate>, FastIs<&Value::IsDate>>("isDate", 1);
  Function<Is<&Value::IsExternal>, FastIs<&Value::IsExternal>>("isExternal", 1);
  Function<Is<&Value::IsGeneratorFunction>, FastIs<&Value::IsGeneratorFunction>>("isGeneratorFunction", 1);
  Function<Is<&Value::IsGeneratorObject>, FastIs<&Value::IsGeneratorObject>>("isGeneratorObject", 1);
  Function<Is<&Value::IsMap>, FastIs<&Value::IsMap>>("isMap", 1);
  Function<Is<&Value::IsMapIterator>, FastIs<&Value::IsMapIterator>>("isMapIterator", 1);
  Function<Is<&Value::IsModuleNamespaceObject>, FastIs<&Value::IsModuleNamespaceObject>>("isModuleNamespaceObject", 1);
  Function<Is<&Value::IsNativeError>, FastIs<&Value::IsNativeError>>("isNativeError", 1);
  Function<Is<&Value::IsNumberObject>, FastIs<&Value::IsNumberObject>>("isNumberObject", 1);
  Function<Is<&Value::IsPromise>, FastIs<&Value::IsPromise>>("isPromise", 1);
  Function<Is<&Value::IsProxy>, FastIs<&Value::IsProxy>>("isProxy", 1);
  Function<Is<&Value::IsRegExp>, FastIs<&Value::IsRegExp>>("isRegExp", 1);
  Function<Is<&Value::IsSet>, FastIs<&Value::IsSet>>("isSet", 1);
  Function<Is<&Value::IsSetIterator>, FastIs<&Value::IsSetIterator>>("isSetIterator", 1);
  Function<Is<&Value::IsSharedArrayBuffer>, FastIs<&Value::IsSharedArrayBuffer>>("isSharedArrayBuffer", 1);
  Function<Is<&Value::IsStringObject>, FastIs<&Value::IsStringObject>>("isStringObject", 1);
  Function<Is<&Value::IsSymbolObject>, FastIs<&Value::IsSymbolObject>>("isSymbolObject", 1);
  Function<Is<&Value::IsWeakMap>, FastIs<&Value::IsWeakMap>>("isWeakMap", 1);
  Function<Is<&Value::IsWeakSet>, FastIs<&Value::IsWeakSet>>("isWeakSet", 1);
  Function<IsAnyArrayBuffer>("isAnyArrayBuffer");
  Function<IsBoxedPrimitive>("isBoxedPrimitive");
  Constant("kOrdinary", kOrdinary);
  Constant("kProxy", kProxy);
  Constant("kArray", kArray);
  Constant("kFunction", kFunction);
  Constant("kArguments", kArguments);
  Constant("kMap", kMap);
  Constant("kSet", kSet);
  Constant("kMapIterator", kMapIterator);
  Constant("kSetIterator", kSetIterator);
  Constant("kTypedArray", kTypedArray);
  Constant("kArrayBuffer", kArrayBuffer);
  Constant("kSharedArrayBuffer", kSharedArrayBuffer);
  Constant("kDataView", kDataView);
  Constant("kDate", kDate);
  Constant("kRegExp", kRegExp);
  Constant("kNativeError", kNativeError);
  Constant("kPromise", kPromise);
  Constant("kWeakMap", kWeakMap);
  Constant("kWeakSet", kWeakSet);
  Constant("kModuleNamespace", kModuleNamespace);
  Constant("kNumberObject", kNumberObject);
  Constant("kStringObject", kStringObject);
  Constant("kBooleanObject", kBooleanObject);
  Constant("kBigIntObject", kBigIntObject);
  Constant("kSymbolObject", kSymbolObject);
  Constant("kGenerator", kGenerator);
  Constant("kExternal", kExternal);
}

}  // namespace eddy
