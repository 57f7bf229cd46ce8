// What the functions of fs take: paths, descriptors, flags, encodings, callbacks; checked once, by the public functions.
'use strict';
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } = require('errors');
const { hasNullByte, validateAbortSignal, validateInt32 } = require('validators');
const { bareObject, isView } = require('intrinsics');
const asyncIds = require('async_ids');
const { isEncoding } = require('encodings');
const { named } = require('observing');
const constants = require('fs/constants');

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants;

function isUint8Array(value) {
  return isView(value) && value[Symbol.toStringTag] === 'Uint8Array';
}

/** A string, Buffer or file: URL as what the native half takes: a string or a Uint8Array, without null bytes. */
function toPath(value, name = 'path') {
  let path = value;
  if (typeof path !== 'string') {
    if (isUint8Array(path)) {
      if (!hasNullByte(path)) return path;
    } else {
      const { fileURLToPath, isURL } = require('url/file_url');
      if (!isURL(path)) throw ERR_INVALID_ARG_TYPE.hiddenFrom(toPath, name, ['string', 'Buffer', 'URL'], value);
      path = fileURLToPath(path);
      value = path;
    }
  }
  if (!hasNullByte(path)) return path;
  const reason = 'must be a string, Uint8Array, or URL without null bytes';
  throw ERR_INVALID_ARG_VALUE.hiddenFrom(toPath, name, value, reason);
}

/** The path of a file: URL; anything else as it is. */
function pathOfURL(value) {
  const { fileURLToPath, isURL } = require('url/file_url');
  return isURL(value) ? fileURLToPath(value) : value;
}

/** A file descriptor: an integer from 0 to 2^31 - 1. */
function toDescriptor(fd, name = 'fd') {
  if (typeof fd === 'number' && fd === (fd | 0) && fd >= 0) return fd | 0;
  validateInt32(fd, name, 0);
  return fd;
}

/** Whether `value` is meant as a descriptor where a path is allowed, too. */
function isDescriptor(value) {
  return typeof value === 'number' && value === (value | 0);
}

const flagNumbers = {
  '__proto__': null,
  'r': O_RDONLY,
  'rs': O_RDONLY | O_SYNC,
  'sr': O_RDONLY | O_SYNC,
  'r+': O_RDWR,
  'rs+': O_RDWR | O_SYNC,
  'sr+': O_RDWR | O_SYNC,
  'w': O_TRUNC | O_CREAT | O_WRONLY,
  'wx': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'xw': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'w+': O_TRUNC | O_CREAT | O_RDWR,
  'wx+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'xw+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'a': O_APPEND | O_CREAT | O_WRONLY,
  'ax': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'xa': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'as': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  'sa': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  'a+': O_APPEND | O_CREAT | O_RDWR,
  'ax+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  'xa+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  'as+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
  'sa+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
};

/** File system flags, as documented: 'r', 'w+', or a number; 'r' where null or undefined. */
function toFlags(flags, name = 'flags') {
  if (typeof flags === 'number') {
    validateInt32(flags, name);
    return flags;
  }
  if (flags === null || flags === undefined) return O_RDONLY;
  const number = typeof flags === 'string' ? flagNumbers[flags] : undefined;
  if (number === undefined) throw ERR_INVALID_ARG_VALUE.hiddenFrom(toFlags, name, flags);
  return number;
}

/** `cb`, refused with ERR_INVALID_ARG_TYPE where it is no function. */
function toCallback(callback) {
  if (typeof callback !== 'function') {
    throw ERR_INVALID_ARG_TYPE.hiddenFrom(toCallback, 'cb', 'Function', callback);
  }
  callback = named(callback);
  // Functions that build on others come here again.
  return asyncIds.tracking.on && !entering.has(callback) ? new FSReqCallback(callback).run : callback;
}

/** What async hooks and domains see of a request with a callback. */
class FSReqCallback {
  constructor(callback) {
    asyncIds.startResource(this, 'FSREQCALLBACK');
    this.run = (...results) => {
      asyncIds.enter(this);
      callback(...results);
      asyncIds.leave(this);
      asyncIds.destroyResource(this);
    };
    entering.add(this.run);
  }
}

const entering = new WeakSet(); // the `run` of each

/** Throws ERR_INVALID_ARG_VALUE unless `encoding` is one of Buffer's, 'buffer', or not given. */
function checkEncoding(encoding) {
  if (encoding && encoding !== 'buffer' && !isEncoding(encoding)) {
    throw ERR_INVALID_ARG_VALUE.hiddenFrom(checkEncoding, 'encoding', encoding, 'is invalid encoding');
  }
}

const noOptions = Object.freeze(bareObject({}));

/**
 * An encoding or an object of options as such an object, over `defaults`. Functions, null and undefined count as none.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE for an unknown encoding
 */
function toOptions(options, defaults = noOptions) {
  if (options === null || options === undefined || typeof options === 'function') return defaults;
  if (typeof options === 'string') {
    if (options !== 'utf8') checkEncoding(options);
    return { ...defaults, encoding: options };
  }
  if (typeof options !== 'object') {
    throw ERR_INVALID_ARG_TYPE.hiddenFrom(toOptions, 'options', ['string', 'Object'], options);
  }
  checkEncoding(options.encoding);
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  return options;
}

/** Whether names shall come over as bytes (one character a byte) rather than as UTF-8, for `encodeName` to encode. */
function wantsBytes(encoding) {
  return encoding !== undefined && encoding !== null && encoding !== 'utf8' && encoding !== 'utf-8';
}

/** A name that came over as bytes, in the user's encoding. */
function encodeName(name, encoding) {
  if (!wantsBytes(encoding) || name === undefined) return name;
  const bytes = require('buffer').Buffer.from(name, 'latin1');
  return encoding === 'buffer' ? bytes : bytes.toString(encoding);
}

/** A callback for a native function that gives one name. */
function nameCallback(callback, encoding) {
  if (!wantsBytes(encoding)) return callback;
  return (error, name) => (error ? callback(error) : callback(null, encodeName(name, encoding)));
}

/** Seconds since the epoch, of a number, a numeric string or a Date. */
function toSeconds(time, name = 'time') {
  if (typeof time === 'string' && +time == time) return +time;
  if (Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
  if (time instanceof Date || Object.prototype.toString.call(time) === '[object Date]') return time.getTime() / 1000;
  throw ERR_INVALID_ARG_TYPE.hiddenFrom(toSeconds, name, ['Date', 'Time in seconds'], time);
}

const MAX_POSITION = 2n ** 63n - 1n;

/** A place in a file: -1 (the current one) for null and undefined, otherwise a safe integer or a bigint. */
function toPosition(position, length = 0) {
  if (position === null || position === undefined) return -1;
  if (typeof position === 'number') {
    if (!Number.isInteger(position)) {
      throw ERR_OUT_OF_RANGE.hiddenFrom(toPosition, 'position', 'an integer', position);
    }
    if (position < -1 || position > Number.MAX_SAFE_INTEGER) {
      throw ERR_OUT_OF_RANGE.hiddenFrom(toPosition, 'position', `>= -1 && <= ${Number.MAX_SAFE_INTEGER}`, position);
    }
    return position;
  }
  if (typeof position !== 'bigint') {
    throw ERR_INVALID_ARG_TYPE.hiddenFrom(toPosition, 'position', ['integer', 'bigint'], position);
  }
  const highest = MAX_POSITION - BigInt(length);
  if (position < -1n || position > highest) {
    throw ERR_OUT_OF_RANGE.hiddenFrom(toPosition, 'position', `>= -1n && <= ${highest}n`, position);
  }
  return position;
}

function wrongMode(ErrorClass, code, message) {
  const error = new ErrorClass(message);
  error.code = code;
  return error;
}

/** The mode of access() and copyFile(): a sum of 1, 2 and 4. */
function toAccessMode(mode) {
  if (mode === undefined || mode === null) return 0;
  if (typeof mode !== 'number') {
    throw wrongMode(TypeError, 'ERR_INVALID_ARG_TYPE', 'mode must be int32 or null/undefined');
  }
  if (!(Math.abs(mode) < 2147483648)) throw wrongMode(RangeError, 'ERR_OUT_OF_RANGE', 'mode is out of range');
  if (mode < 0 || mode > 7) throw wrongMode(RangeError, 'ERR_OUT_OF_RANGE', 'mode is out of range: >= 0 && <= 7');
  return mode | 0;
}

/** Options for a stream: those that are inherited, too. */
function copyOptions(options) {
  const copy = {};
  for (const key in options) copy[key] = options[key];
  return copy;
}

module.exports = {
  checkEncoding,
  copyOptions,
  encodeName,
  isDescriptor,
  nameCallback,
  pathOfURL,
  toAccessMode,
  toCallback,
  toDescriptor,
  toFlags,
  toOptions,
  toPath,
  toPosition,
  toSeconds,
  wantsBytes,
};
