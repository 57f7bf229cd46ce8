'use strict';
// What a value is inside, whatever its prototype says: util.types but for keys, which util/types.js adds.
// Also shown: kinds.

const { setLength } = require('define');
const native = binding('types');

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { isView } = ArrayBuffer;
const typedArrayTag = Function.prototype.call.bind(
  getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get);

const kNative = [
  'isArgumentsObject', 'isArrayBuffer', 'isAsyncFunction', 'isBigIntObject', 'isBooleanObject', 'isDataView', 'isDate',
  'isExternal', 'isGeneratorFunction', 'isGeneratorObject', 'isMap', 'isMapIterator', 'isModuleNamespaceObject',
  'isNativeError', 'isNumberObject', 'isPromise', 'isProxy', 'isRegExp', 'isSet', 'isSetIterator',
  'isSharedArrayBuffer', 'isStringObject', 'isSymbolObject', 'isWeakMap', 'isWeakSet', 'isAnyArrayBuffer',
  'isBoxedPrimitive',
];

const types = {};
for (const name of kNative) types[name] = setLength(native[name], 0);

types.isArrayBufferView = isView;
// Each returns whether a value is of that one class, also where it comes from another realm.
Object.assign(types, {
  isTypedArray: function isTypedArray(value) { return typedArrayTag(value) !== undefined; },
  isUint8Array: function isUint8Array(value) { return typedArrayTag(value) === 'Uint8Array'; },
  isUint8ClampedArray: function isUint8ClampedArray(value) { return typedArrayTag(value) === 'Uint8ClampedArray'; },
  isUint16Array: function isUint16Array(value) { return typedArrayTag(value) === 'Uint16Array'; },
  isUint32Array: function isUint32Array(value) { return typedArrayTag(value) === 'Uint32Array'; },
  isInt8Array: function isInt8Array(value) { return typedArrayTag(value) === 'Int8Array'; },
  isInt16Array: function isInt16Array(value) { return typedArrayTag(value) === 'Int16Array'; },
  isInt32Array: function isInt32Array(value) { return typedArrayTag(value) === 'Int32Array'; },
  isFloat16Array: function isFloat16Array(value) { return typedArrayTag(value) === 'Float16Array'; },
  isFloat32Array: function isFloat32Array(value) { return typedArrayTag(value) === 'Float32Array'; },
  isFloat64Array: function isFloat64Array(value) { return typedArrayTag(value) === 'Float64Array'; },
  isBigInt64Array: function isBigInt64Array(value) { return typedArrayTag(value) === 'BigInt64Array'; },
  isBigUint64Array: function isBigUint64Array(value) { return typedArrayTag(value) === 'BigUint64Array'; },
});

module.exports = types;
