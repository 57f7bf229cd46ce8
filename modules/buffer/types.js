'use strict';
// What kind of bytes a value is, also when it is of another realm.

const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

/** Whether `value` is a Uint8Array; a Buffer is one. */
function isUint8Array(value) {
  return typedArrayTag.call(value) === 'Uint8Array';
}

/** Whether `value` is a typed array of any element type; a DataView is none. */
function isTypedArray(value) {
  return typedArrayTag.call(value) !== undefined;
}

module.exports = { isUint8Array, isTypedArray };
