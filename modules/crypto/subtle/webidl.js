'use strict';
// JavaScript values as the types of Web IDL that Web Crypto's signatures name (https://webidl.spec.whatwg.org/). Each
// converter takes the value and a place: { prefix, context }, which its TypeError begins with.

const { isAnyArrayBuffer, isArrayBuffer, isSharedArrayBuffer, isUint8Array } = require('types');

const keyFormats = ['raw', 'raw-public', 'raw-secret', 'raw-seed', 'pkcs8', 'spki', 'jwk'];
const keyUsages = [
  'encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey', 'encapsulateKey',
  'encapsulateBits', 'decapsulateKey', 'decapsulateBits',
];
const ordinals = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th'];

/** A TypeError with a code. */
function typeError(code, message) {
  return Object.assign(new TypeError(message), { code });
}

function refuse(place, what, code = 'ERR_INVALID_ARG_TYPE') {
  return typeError(code, `${place.prefix}: ${place.context} ${what}`);
}

/** The places of a method's arguments, which have to be `required` at least. */
function argumentPlaces(method, count, required) {
  const prefix = `Failed to execute '${method}' on 'SubtleCrypto'`;
  if (count < required) {
    throw typeError('ERR_MISSING_ARGS', `${prefix}: ${required} argument${required === 1 ? '' : 's'} required, but only ` +
      `${count} present.`);
  }
  return ordinals.map((ordinal) => ({ prefix, context: `${ordinal} argument` }));
}

function toBoolean(value) {
  return !!value;
}

function toDomString(value, place) {
  if (typeof value === 'symbol') throw refuse(place, 'is a Symbol and cannot be converted to a string.');
  return String(value);
}

/** A number out of 0 to 2 ** bits - 1: modulo that, or with [EnforceRange] a TypeError outside of it. */
function toInteger(value, place, bits, enforceRange) {
  if (typeof value === 'symbol') throw refuse(place, 'is a Symbol and cannot be converted to a number.');
  if (typeof value === 'bigint') throw refuse(place, 'is a BigInt and cannot be converted to a number.');
  const number = Number(value);
  const limit = 2 ** bits;
  if (!enforceRange) {
    if (!Number.isFinite(number)) return 0;
    const rest = Math.trunc(number) % limit;
    return (rest < 0 ? rest + limit : rest) + 0;
  }
  if (!Number.isFinite(number)) throw refuse(place, 'is not a finite number.');
  const whole = Math.trunc(number) + 0;
  if (whole < 0 || whole >= limit) {
    throw refuse(place, `is outside the expected range of 0 to ${limit - 1}.`, 'ERR_OUT_OF_RANGE');
  }
  return whole;
}

function checkNotShared(view, place) {
  if (isSharedArrayBuffer(view.buffer)) {
    throw refuse(place, 'is a view on a SharedArrayBuffer, which is not allowed.');
  }
}

/** A copy of the bytes: what becomes of the buffer later does no harm. */
function toBytes(value, place) {
  if (ArrayBuffer.isView(value)) {
    checkNotShared(value, place);
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  }
  if (!isAnyArrayBuffer(value) || !isArrayBuffer(value)) {
    throw refuse(place, 'is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.');
  }
  return new Uint8Array(value).slice();
}

/** A BigInteger: a Uint8Array, the highest byte first. */
function toBigInteger(value, place) {
  if (!isUint8Array(value)) throw refuse(place, 'is not an Uint8Array object.');
  checkNotShared(value, place);
  return Uint8Array.prototype.slice.call(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
}

function toCryptoKey(value, place) {
  const { isCryptoKey } = require('crypto/subtle/key');
  if (!isCryptoKey(value)) throw refuse(place, 'is not of type CryptoKey.');
  return value;
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** An AlgorithmIdentifier: an object as it is, or a string. */
function toAlgorithmIdentifier(value, place) {
  return isObject(value) ? value : toDomString(value, place);
}

function toEnum(value, place, name, known) {
  const text = toDomString(value, place);
  if (!known.includes(text)) {
    throw refuse(place, `value '${text}' is not a valid enum value of type ${name}.`, 'ERR_INVALID_ARG_VALUE');
  }
  return text;
}

function toKeyFormat(value, place) {
  return toEnum(value, place, 'KeyFormat', keyFormats);
}

function toSequence(value, place, convert) {
  const method = isObject(value) ? value[Symbol.iterator] : undefined;
  if (typeof method !== 'function') {
    throw place === undefined ? typeError('ERR_INVALID_ARG_TYPE', 'Value can not be converted to sequence.') :
      refuse(place, 'can not be converted to sequence.');
  }
  const list = [];
  for (const item of { __proto__: null, [Symbol.iterator]: () => method.call(value) }) {
    list.push(convert(item, place && { prefix: place.prefix, context: `${place.context}[${list.length}]` }));
  }
  return list;
}

/** A sequence of KeyUsages, each of them once. Without a place, as KeyObject's toCryptoKey() takes it. */
function toKeyUsages(value, place) {
  const convert = (item, at) =>
    toEnum(item, at ?? { prefix: 'Value', context: 'item' }, 'KeyUsage', keyUsages);
  return [...new Set(toSequence(value, place, convert))];
}

const jwkStrings = ['alg', 'crv', 'd', 'dp', 'dq', 'e', 'k', 'kty', 'n', 'p', 'priv', 'pub', 'q', 'qi', 'use', 'x', 'y'];
const jwkMembers = [...jwkStrings, 'ext', 'key_ops', 'oth'].sort();

/** The members of a JsonWebKey that there are; all the others are left out. */
function toJsonWebKey(value, place) {
  if (value !== undefined && value !== null && !isObject(value)) {
    throw refuse(place, 'cannot be converted to a dictionary');
  }
  const jwk = { __proto__: null };
  for (const name of jwkMembers) {
    const member = value?.[name];
    if (member === undefined) continue;
    const at = { prefix: place.prefix, context: `'${name}' of 'JsonWebKey' (${place.context})` };
    if (name === 'ext') jwk[name] = toBoolean(member);
    else if (name === 'key_ops') jwk[name] = toSequence(member, at, toDomString);
    else if (name === 'oth') jwk[name] = toSequence(member, at, (item) => item);
    else jwk[name] = toDomString(member, at);
  }
  return jwk;
}

module.exports = {
  argumentPlaces, isObject, toAlgorithmIdentifier, toBigInteger, toBoolean, toBytes, toCryptoKey, toDomString,
  toInteger, toJsonWebKey, toKeyFormat, toKeyUsages, typeError,
};
