'use strict';
// Checks of arguments, shared by all public functions. Each throws Node.js's error for a bad value; the error's stack
// begins at the function that was called with it.

const {
  bareObject, freeze, isArray, isInteger, isNaN, isView, join, stringIncludes, stringToLowerCase, typedArrayIncludes,
} = require('intrinsics');
const {
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_OUT_OF_RANGE,
  ERR_SOCKET_BAD_PORT,
  ERR_UNKNOWN_SIGNAL,
} = require('errors');

const MAX_INT32 = 2147483647;
const MIN_INT32 = -2147483648;
const MAX_UINT32 = 4294967295;

function wrongType(value, name, expected, validator) {
  return ERR_INVALID_ARG_TYPE.hiddenFrom(validator, name, expected, value);
}

function wrongValue(value, name, reason, validator) {
  return ERR_INVALID_ARG_VALUE.hiddenFrom(validator, name, value, reason);
}

function outOfRange(value, name, range, validator) {
  return ERR_OUT_OF_RANGE.hiddenFrom(validator, name, range, value);
}

/** Whether `value` is an object or a function: what ECMAScript calls an object. */
function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Whether `value` is an integer from -(2**31) to 2**31 - 1. */
function isInt32(value) {
  return value === (value | 0);
}

/** Whether `value` is an integer from 0 to 2**32 - 1. */
function isUint32(value) {
  return value === (value >>> 0);
}

/** Throws ERR_INVALID_ARG_TYPE unless `value` is a string. `name`: what the error calls it, as everywhere here. */
function validateString(value, name) {
  if (typeof value !== 'string') throw wrongType(value, name, 'string', validateString);
}

/** Throws ERR_INVALID_ARG_TYPE unless `value` is a boolean. */
function validateBoolean(value, name) {
  if (typeof value !== 'boolean') throw wrongType(value, name, 'boolean', validateBoolean);
}

/** Throws ERR_INVALID_ARG_TYPE unless `value` is a function. */
function validateFunction(value, name) {
  if (typeof value !== 'function') throw wrongType(value, name, 'function', validateFunction);
}

/** A function that is not async. */
function validatePlainFunction(value, name) {
  if (typeof value !== 'function' || require('types').isAsyncFunction(value)) {
    throw wrongType(value, name, 'function', validatePlainFunction);
  }
}

/** Throws ERR_INVALID_ARG_TYPE unless `value` is undefined. */
function validateUndefined(value, name) {
  if (value !== undefined) throw wrongType(value, name, 'undefined', validateUndefined);
}

function describeBounds(min, max) {
  const least = min !== undefined && min !== null ? `>= ${min}` : '';
  const most = max !== undefined && max !== null ? `<= ${max}` : '';
  return `${least}${least && most ? ' && ' : ''}${most}`;
}

/** A number, NaN only where no bound is given. The bounds are inclusive. */
function validateNumber(value, name, min = undefined, max = undefined) {
  if (typeof value !== 'number') throw wrongType(value, name, 'number', validateNumber);
  const hasMin = min !== undefined && min !== null;
  const hasMax = max !== undefined && max !== null;
  if ((hasMin && value < min) || (hasMax && value > max) || ((hasMin || hasMax) && isNaN(value))) {
    throw outOfRange(value, name, describeBounds(min, max), validateNumber);
  }
}

function validateIntegerWithin(value, name, min, max, validator) {
  if (typeof value !== 'number') throw wrongType(value, name, 'number', validator);
  if (!isInteger(value)) throw outOfRange(value, name, 'an integer', validator);
  if (value < min || value > max) throw outOfRange(value, name, `>= ${min} && <= ${max}`, validator);
}

/**
 * Throws ERR_INVALID_ARG_TYPE unless `value` is a number, ERR_OUT_OF_RANGE unless it is an integer from `min` to `max`.
 */
function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  validateIntegerWithin(value, name, min, max, validateInteger);
}

/** As validateInteger(), within 32 bits. */
function validateInt32(value, name, min = MIN_INT32, max = MAX_INT32) {
  validateIntegerWithin(value, name, min, max, validateInt32);
}

/** @param {boolean} [positive] zero is refused */
function validateUint32(value, name, positive = false) {
  validateIntegerWithin(value, name, positive ? 1 : 0, MAX_UINT32, validateUint32);
}

/** A finite number; false where it is undefined or NaN, true otherwise. */
function validateFiniteNumber(value, name) {
  if (value === undefined) return false;
  if (Number.isFinite(value)) return true;
  if (isNaN(value)) return false;
  validateNumber(value, name);
  throw outOfRange(value, name, 'a finite number', validateFiniteNumber);
}

/** The number within [lower, upper], or `fallback` where it is undefined or NaN. */
function checkRangesOrGetDefault(value, name, lower, upper, fallback) {
  if (!validateFiniteNumber(value, name)) return fallback;
  if (value < lower || value > upper) {
    throw outOfRange(value, name, `>= ${lower} and <= ${upper}`, checkRangesOrGetDefault);
  }
  return value;
}

/** One of a list of primitives. */
function validateOneOf(value, name, list) {
  if (isIn(list, value)) return;
  let allowed = '';
  for (let i = 0; i < list.length; i++) {
    allowed += `${i === 0 ? '' : ', '}${typeof list[i] === 'string' ? `'${list[i]}'` : String(list[i])}`;
  }
  throw wrongValue(value, name, `must be one of: ${allowed}`, validateOneOf);
}

/**
 * Whether a string or Uint8Array holds a null byte, at which the system would cut it. What is given to the system is looked at
 * once more in C++ (fs::Path, SpawnOptions): this is for errors with a good wording.
 */
function hasNullByte(value) {
  return typeof value === 'string' ? stringIncludes(value, '\0') : typedArrayIncludes(value, 0);
}

function isIn(list, value) {
  for (let i = 0; i < list.length; i++) if (list[i] === value) return true;
  return false;
}

/** One of a list of strings, refused as a type: `('a|b')`. */
function validateUnion(value, name, list) {
  if (!isIn(list, value)) throw wrongType(value, name, `('${join(list, '|')}')`, validateUnion);
}

const kValidateObjectNone = freeze(bareObject({}));
const kValidateObjectAllowNullable = freeze(bareObject({ nullable: true }));
const kValidateObjectAllowArray = freeze(bareObject({ allowArray: true }));
const kValidateObjectAllowFunction = freeze(bareObject({ allowFunction: true }));
const kValidateObjectAllowObjects = freeze(bareObject({ allowArray: true, allowFunction: true }));
const kValidateObjectAllowObjectsAndNull = freeze(bareObject({ allowArray: true, allowFunction: true, nullable: true }));

/** @param {{allowArray?: boolean, allowFunction?: boolean, nullable?: boolean}} [options] */
function validateObject(value, name, options = kValidateObjectNone) {
  if (typeof value === 'object' && value !== null && !isArray(value)) return;
  const allowed = value === null ? options.nullable :
    typeof value === 'object' ? options.allowArray : typeof value === 'function' && options.allowFunction;
  if (!allowed) throw wrongType(value, name, 'Object', validateObject);
}

/** A dictionary in WebIDL's sense: null, undefined, or any object. */
function validateDictionary(value, name) {
  if (value === null || value === undefined || typeof value === 'object' || typeof value === 'function') return;
  throw wrongType(value, name, 'a dictionary', validateDictionary);
}

function validateArrayFor(value, name, minLength, validator) {
  if (!isArray(value)) throw wrongType(value, name, 'Array', validator);
  if (value.length < minLength) throw wrongValue(value, name, `must be longer than ${minLength}`, validator);
}

/**
 * Throws ERR_INVALID_ARG_TYPE unless `value` is an array, ERR_INVALID_ARG_VALUE where it has fewer than `minLength`
 * elements.
 */
function validateArray(value, name, minLength = 0) {
  validateArrayFor(value, name, minLength, validateArray);
}

/** Throws ERR_INVALID_ARG_TYPE unless `value` is an array of strings. */
function validateStringArray(value, name) {
  validateArrayFor(value, name, 0, validateStringArray);
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== 'string') throw wrongType(value[i], `${name}[${i}]`, 'string', validateStringArray);
  }
}

/** Throws ERR_INVALID_ARG_TYPE unless `value` is an array of booleans. */
function validateBooleanArray(value, name) {
  validateArrayFor(value, name, 0, validateBooleanArray);
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== 'boolean') throw wrongType(value[i], `${name}[${i}]`, 'boolean', validateBooleanArray);
  }
}

function hasSignalShape(signal) {
  return signal !== null && typeof signal === 'object' && 'aborted' in signal;
}

/** An AbortSignal (anything with `aborted`), or undefined. */
function validateAbortSignal(signal, name) {
  if (signal !== undefined && !hasSignalShape(signal)) {
    throw wrongType(signal, name, 'AbortSignal', validateAbortSignal);
  }
}

/** Throws ERR_INVALID_ARG_TYPE unless `value` is an array of AbortSignals. */
function validateAbortSignalArray(value, name) {
  validateArrayFor(value, name, 0, validateAbortSignalArray);
  for (let i = 0; i < value.length; i++) {
    if (!hasSignalShape(value[i])) {
      throw wrongType(value[i], `${name}[${i}]`, 'AbortSignal', validateAbortSignalArray);
    }
  }
}

/** Throws ERR_INVALID_ARG_TYPE unless `buffer` is a view: a Buffer, a typed array or a DataView. */
function validateBuffer(buffer, name = 'buffer') {
  if (!isView(buffer)) throw wrongType(buffer, name, ['Buffer', 'TypedArray', 'DataView'], validateBuffer);
}

/** Refuses hexadecimal data of odd length. */
function validateEncoding(data, encoding) {
  if (typeof encoding !== 'string' || encoding.length !== 3 || data.length % 2 === 0) return;
  if (stringToLowerCase(encoding) === 'hex') {
    throw wrongValue(encoding, 'encoding', `is invalid for data of length ${data.length}`, validateEncoding);
  }
}

/** A TCP or UDP port as a number or a numeric string; returns it as a number. */
function validatePort(port, name = 'Port', allowZero = true) {
  const isNumeric = typeof port === 'number' || (typeof port === 'string' && port.trim().length > 0);
  if (!isNumeric || +port !== (+port >>> 0) || +port > 0xffff || (port === 0 && !allowZero)) {
    throw ERR_SOCKET_BAD_PORT.hiddenFrom(validatePort, name, port, allowZero);
  }
  return +port;
}

/** The name of a signal of this system, in capitals. */
function validateSignalName(signal, name = 'signal') {
  if (typeof signal !== 'string') throw wrongType(signal, name, 'string', validateSignalName);
  const { numbers: signals } = binding('signals');
  if (signals[signal] !== undefined) return;
  const shown = signals[signal.toUpperCase()] === undefined ?
    signal : `${signal} (signals must use all capital letters)`;
  throw ERR_UNKNOWN_SIGNAL.hiddenFrom(validateSignalName, shown);
}

/** A file mode as an unsigned 32-bit integer or an octal string; returns it as a number. */
function parseFileMode(value, name, fallback) {
  value ??= fallback;
  if (typeof value === 'string') {
    if (!/^[0-7]+$/.test(value)) {
      throw wrongValue(value, name, 'must be a 32-bit unsigned integer or an octal string', parseFileMode);
    }
    value = Number.parseInt(value, 8);
  }
  validateIntegerWithin(value, name, 0, MAX_UINT32, parseFileMode);
  return value;
}

// `<target>` and any number of `; name`, `; name=value`, `; name="value"`; values hold no blanks.
const LINK_VALUE = /^<[^>]*>(?:\s*;\s*[^;"\s]+(?:="[^;"\s]*")?)*$/;

function checkLinkValue(value) {
  if (typeof value === 'string' && LINK_VALUE.test(value)) return;
  throw wrongValue(value, 'hints', 'must be an array or string of format "</styles.css>; rel=preload; as=style"',
                   validateLinkHeaderValue);
}

/** The value of a Link header, given as one string or an array of them; returns one string. */
function validateLinkHeaderValue(hints) {
  if (!isArray(hints)) {
    checkLinkValue(hints);
    return hints;
  }
  for (const hint of hints) checkLinkValue(hint);
  return hints.join(', ');
}

module.exports = {
  checkRangesOrGetDefault,
  hasNullByte,
  isInt32,
  isObject,
  isUint32,
  kValidateObjectAllowArray,
  kValidateObjectAllowFunction,
  kValidateObjectAllowNullable,
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  kValidateObjectNone,
  parseFileMode,
  validateAbortSignal,
  validateAbortSignalArray,
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateBuffer,
  validateDictionary,
  validateEncoding,
  validateFiniteNumber,
  validateFunction,
  validateInt32,
  validateInteger,
  validateLinkHeaderValue,
  validateNumber,
  validateObject,
  validateOneOf,
  validatePlainFunction,
  validatePort,
  validateSignalName,
  validateString,
  validateStringArray,
  validateUint32,
  validateUndefined,
  validateUnion,
};
