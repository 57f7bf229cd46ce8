'use strict';
// Our native half, made of Node's own internals: only for running this room on Node (see on-node.js).
const { internalBinding } = require('internal/test/binding');
const util = internalBinding('util');
const types = internalBinding('types');
const kinds = require('./kinds.js');
const order = [
  [types.isProxy, kinds.kProxy], [Array.isArray, kinds.kArray], [(v) => typeof v === 'function', kinds.kFunction],
  [types.isArgumentsObject, kinds.kArguments], [types.isMap, kinds.kMap], [types.isSet, kinds.kSet],
  [types.isMapIterator, kinds.kMapIterator], [types.isSetIterator, kinds.kSetIterator],
  [process.getBuiltinModule('util').types.isTypedArray, kinds.kTypedArray], [types.isArrayBuffer, kinds.kArrayBuffer],
  [types.isSharedArrayBuffer, kinds.kSharedArrayBuffer], [types.isDataView, kinds.kDataView],
  [types.isDate, kinds.kDate], [types.isRegExp, kinds.kRegExp], [types.isNativeError, kinds.kNativeError],
  [types.isPromise, kinds.kPromise], [types.isWeakMap, kinds.kWeakMap], [types.isWeakSet, kinds.kWeakSet],
  [types.isModuleNamespaceObject, kinds.kModuleNamespace], [types.isNumberObject, kinds.kNumberObject],
  [types.isStringObject, kinds.kStringObject], [types.isBooleanObject, kinds.kBooleanObject],
  [types.isBigIntObject, kinds.kBigIntObject], [types.isSymbolObject, kinds.kSymbolObject],
  [types.isGeneratorObject, kinds.kGenerator], [types.isExternal, kinds.kExternal],
];
const ids = new Set(internalBinding('builtins').builtinIds);
module.exports = {
  ...types,
  kindOf(value) {
    for (const [test, kind] of order) if (test(value)) return kind;
    return kinds.kOrdinary;
  },
  getOwnNonIndexProperties: (object, onlyEnumerable) => util.getOwnNonIndexProperties(object, onlyEnumerable ? 2 : 0),
  getPromiseDetails: util.getPromiseDetails,
  getProxyDetails: (value) => util.getProxyDetails(value, true),
  previewEntries: (value) => {
    const found = util.previewEntries(value, true);
    if (!Array.isArray(found)) return undefined;
    return [found[0], found[1]];
  },
  getConstructorName: util.getConstructorName,
  getCallSites: util.getCallSites,
  getExternalValue: util.getExternalValue,
  isBuiltinId: (id) => ids.has(id),
  errorName: internalBinding('uv').errname,
  errorMap: internalBinding('uv').getErrorMap,
  setTraceSigInt: undefined,
};
