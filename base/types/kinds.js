'use strict';
// What an object is inside, whatever its prototype says: the codes that binding('types').kindOf(value) returns.
// The order is that of enum Kind in types.cc.

module.exports = {
  kOrdinary: 0,
  kProxy: 1,
  kArray: 2,
  kFunction: 3,
  kArguments: 4,
  kMap: 5,
  kSet: 6,
  kMapIterator: 7,
  kSetIterator: 8,
  kTypedArray: 9,
  kArrayBuffer: 10,
  kSharedArrayBuffer: 11,
  kDataView: 12,
  kDate: 13,
  kRegExp: 14,
  kNativeError: 15,
  kPromise: 16,
  kWeakMap: 17,
  kWeakSet: 18,
  kModuleNamespace: 19,
  kNumberObject: 20,
  kStringObject: 21,
  kBooleanObject: 22,
  kBigIntObject: 23,
  kSymbolObject: 24,
  kGenerator: 25,
  kExternal: 26,
};
