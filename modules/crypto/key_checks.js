// Whether a value is a key. The files of the keys are loaded only for an object that V8 remembers to be made by such a class.
'use strict';
const { getConstructorName } = binding('types');

function isMadeBy(value, className) {
  return typeof value === 'object' && value !== null && getConstructorName(value).endsWith(className);
}

/** @returns {boolean} whether `value` is a key of node:crypto */
function isKeyObject(value) {
  return isMadeBy(value, 'KeyObject') && value instanceof require('crypto/keys').KeyObject;
}

/** @returns {boolean} whether `value` is a key of the Web Crypto API */
function isCryptoKey(value) {
  return isMadeBy(value, 'CryptoKey') && require('crypto/subtle/key').isCryptoKey(value);
}

module.exports = { isKeyObject, isCryptoKey };
