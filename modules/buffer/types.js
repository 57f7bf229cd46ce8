'use strict';
// What kind of bytes a value is, also when it is of another realm.

const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

function isUint8Array(value) {
  return typedArrayTag.call(value) === 'Uint8Array';
}

function isTypedArray(value) {
  return typedArrayTag.call(value) !== undefined;
}

module.exports = { isUint8Array, isTypedArray };
