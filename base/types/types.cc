// What an object is inside, as V8 knows it, whatever its prototype says.
#include "bind/module.h"

namespace eddy {
namespace {

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

bool IsAnyArrayBuffer(v8::Local<v8::Value> value) { return value->IsArrayBuffer() || value->IsSharedArrayBuffer(); }

bool IsBoxedPrimitive(v8::Local<v8::Value> value) { return KindOfBoxed(value) != kOrdinary; }

// getConstructorName(object): the name of the class that V8 remembers it was made by.
v8::Local<v8::Value> ConstructorName(v8::Local<v8::Object> object) { return object->GetConstructorName(); }

}  // namespace

EDDY_MODULE(types) {
  Function<KindOf>("kindOf");
  Function<ConstructorName>("getConstructorName");
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
