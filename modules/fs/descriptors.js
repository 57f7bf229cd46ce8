// Work on open files, by descriptor: synchronous functions and those with a callback.
'use strict';
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, uvException } = require('errors');
const { parseFileMode, validateBuffer, validateEncoding, validateFunction, validateInt32, validateInteger,
        validateObject } = require('validators');
const { named } = require('observing');
const { toCallback, toDescriptor, toFlags, toPath, toPosition, toSeconds } = require('fs/arguments');
const { statsFrom } = require('fs/stats');
const native = binding('fs_descriptor');
const nativeEntry = binding('fs_entry');

const MAX_ID = 2 ** 32 - 1;

// --- Open and close. ---

/**
 * Opens a file. @returns {number} its descriptor
 * @param {string | Buffer | URL} path
 * @param {string | number} [flags] 'r' by default
 * @param {string | number} [mode] 0o666 by default
 */
function openSync(path, flags, mode) {
  path = toPath(path);
  return native.open(path, toFlags(flags), parseFileMode(mode, 'mode', 0o666) | 0);
}

/** As openSync(). @param {(error: Error?, fd: number) => void} callback */
function open(path, flags, mode, callback) {
  path = toPath(path);
  if (arguments.length < 3) {
    callback = flags;
    flags = 'r';
    mode = 0o666;
  } else if (typeof mode === 'function') {
    callback = mode;
    mode = 0o666;
  } else {
    mode = parseFileMode(mode, 'mode', 0o666);
  }
  const flagNumber = toFlags(flags);
  callback = toCallback(callback);
  native.open(path, flagNumber, mode | 0, callback);
}

/** Closes a descriptor. Throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, and the system's error (EBADF). */
function closeSync(fd) {
  native.close(toDescriptor(fd));
}

function throwIfFails(error) {
  if (error) throw error;
}

/** Closes a descriptor. Without a callback, an error is thrown out of the loop. */
function close(fd, callback = throwIfFails) {
  fd = toDescriptor(fd);
  if (callback !== throwIfFails) callback = toCallback(callback);
  native.close(fd, callback);
}

// --- Read. ---

function checkRoom(buffer, offset, length) {
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  if (offset + length > buffer.byteLength) {
    throw new ERR_OUT_OF_RANGE('length', `<= ${buffer.byteLength - offset}`, length);
  }
}

/** The place to read to, checked: {offset, length}, or null where nothing is to be read. */
function toReadPlace(buffer, offset, length) {
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length |= 0;
  if (length === 0) return null;
  if (buffer.byteLength === 0) {
    throw new ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  }
  checkRoom(buffer, offset, length);
  return { offset, length };
}

/**
 * Reads into `buffer`. @returns {number} how many bytes
 * @param {number} [offset] where in `buffer`
 * @param {number} [length] as many as fit by default
 * @param {number | bigint | null} [position] where in the file; its current place where null or -1
 */
function readSync(fd, buffer, offsetOrOptions, length, position) {
  fd = toDescriptor(fd);
  validateBuffer(buffer);
  let offset = offsetOrOptions;
  if (arguments.length <= 3 || (offsetOrOptions !== null && typeof offsetOrOptions === 'object')) {
    if (offsetOrOptions !== undefined) {
      validateObject(offsetOrOptions, 'options', { nullable: true });
    }
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions ?? { __proto__: null });
  }
  if (offset === undefined) offset = 0;
  if (length === undefined && arguments.length <= 3) length = buffer.byteLength - offset;
  const place = toReadPlace(buffer, offset, length);
  if (place === null) return 0;
  return native.readSync(fd, buffer, place.offset, place.length, toPosition(position, place.length));
}

/**
 * As readSync(): read(fd, buffer, offset, length, position, callback), read(fd, buffer[, options], callback) or
 * read(fd[, options], callback), which makes a buffer of 16 KiB.
 * @param {(error: Error?, bytesRead: number, buffer: Buffer) => void} callback
 */
function read(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = toDescriptor(fd);
  let offset = offsetOrOptions;
  if (arguments.length <= 4) {
    let options = null;
    if (arguments.length === 4) {
      // read(fd, buffer, options, callback)
      validateObject(offsetOrOptions, 'options', { nullable: true });
      callback = length;
      options = offsetOrOptions;
    } else if (arguments.length === 3) {
      // read(fd, bufferOrOptions, callback)
      if (!ArrayBuffer.isView(buffer)) {
        options = buffer;
        validateObject(options, 'options', { nullable: true });
        ({ buffer = require('buffer').Buffer.alloc(16384) } = options ?? { __proto__: null });
      }
      callback = offsetOrOptions;
    } else {
      // read(fd, callback)
      callback = buffer;
      buffer = require('buffer').Buffer.alloc(16384);
    }
    validateBuffer(buffer);
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = options ?? { __proto__: null });
  }
  validateBuffer(buffer);
  validateFunction(callback, 'cb');
  callback = named(callback);
  const place = toReadPlace(buffer, offset, length);
  if (place === null) return require('ticks').nextTick(callback, null, 0, buffer);
  position = toPosition(position, place.length);
  native.read(fd, buffer, place.offset, place.length, position,
              (error, bytesRead) => callback(error, bytesRead ?? 0, buffer));
}

/** Returns `buffers`; throws ERR_INVALID_ARG_TYPE unless it is an array of views. */
function checkBuffers(buffers) {
  if (!Array.isArray(buffers)) throw new ERR_INVALID_ARG_TYPE('buffers', 'ArrayBufferView[]', buffers);
  for (let i = 0; i < buffers.length; i++) {
    if (!ArrayBuffer.isView(buffers[i])) throw new ERR_INVALID_ARG_TYPE('buffers', 'ArrayBufferView[]', buffers);
  }
  return buffers;
}

/** A place in a file; the current one where it is no integer. */
function numberOrCurrent(position) {
  return Number.isSafeInteger(position) ? position : -1;
}

/** Reads into one view after the other. */
function readvSync(fd, buffers, position) {
  fd = toDescriptor(fd);
  checkBuffers(buffers);
  return native.readv(fd, buffers, numberOrCurrent(position));
}

/** As readvSync(). @param {(error: Error?, bytesRead: number, buffers: ArrayBufferView[]) => void} callback */
function readv(fd, buffers, position, callback) {
  fd = toDescriptor(fd);
  checkBuffers(buffers);
  callback = toCallback(callback || position);
  native.readv(fd, buffers, numberOrCurrent(position),
               (error, bytesRead) => callback(error, bytesRead || 0, buffers));
}

// --- Write. ---

/** The place to write from, checked: {offset, length}. */
function toWritePlace(buffer, offset, length) {
  const size = buffer.byteLength;
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = size - offset;
  if (offset > size) throw new ERR_OUT_OF_RANGE('offset', `<= ${size}`, offset);
  if (length > size - offset) throw new ERR_OUT_OF_RANGE('length', `<= ${size - offset}`, length);
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  validateInt32(length, 'length', 0);
  return { offset, length };
}

/** Throws unless `text` is a string that `encoding` can encode: ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE. */
function checkText(text, encoding) {
  if (typeof text !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], text);
  }
  validateEncoding(text, encoding);
}

/** Whether `encoding` is UTF-8 or not given, so that the native half encodes the string itself. */
function isUtf8(encoding) {
  return encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8';
}

/** As numberOrCurrent(), for bigints too. Throws ERR_OUT_OF_RANGE for a bigint beyond 2**63 - 1. */
function positionOrCurrent(position) {
  return typeof position === 'bigint' ? toPosition(position) : numberOrCurrent(position);
}

/**
 * Writes from a view: writeSync(fd, buffer, offset, length, position) or writeSync(fd, buffer, options); or a string:
 * writeSync(fd, string, position, encoding). @returns {number} how many bytes
 */
function writeSync(fd, buffer, offsetOrOptions, length, position) {
  fd = toDescriptor(fd);
  try {
    return writeNow(fd, buffer, offsetOrOptions, length, position);
  } catch (error) {
    throw codeLast(error);
  }
}

/** Node assigns the properties of writeSync()'s errors, and in another order than those of others: errno, syscall, code. */
function codeLast(error) {
  const { code, errno, syscall } = error;
  if (syscall !== 'write') return error;
  for (const name of ['code', 'errno', 'syscall']) delete error[name];
  return Object.assign(error, { errno, syscall, code });
}

function writeNow(fd, buffer, offsetOrOptions, length, position) {
  let offset = offsetOrOptions;
  if (ArrayBuffer.isView(buffer)) {
    if (position === undefined) position = null;
    if (offsetOrOptions !== null && typeof offsetOrOptions === 'object') {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions);
    }
    const place = toWritePlace(buffer, offset, length);
    return native.writeSync(fd, buffer, place.offset, place.length, positionOrCurrent(position));
  }
  checkText(buffer, length);
  position = offset === undefined ? -1 : positionOrCurrent(offset);
  if (isUtf8(length)) return native.writeString(fd, buffer, position);
  const bytes = require('buffer').Buffer.from(buffer, length);
  return native.writeSync(fd, bytes, 0, bytes.length, position);
}

/**
 * As writeSync(). @param {(error: Error?, written: number, bufferOrString: any) => void} callback
 */
function write(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = toDescriptor(fd);
  let offset = offsetOrOptions;
  if (ArrayBuffer.isView(buffer)) {
    callback = toCallback(callback || position || length || offset);
    const done = (error, written) => callback(error, written || 0, buffer);
    if (offsetOrOptions !== null && typeof offsetOrOptions === 'object') {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions);
    }
    if (typeof offset === 'function') offset = 0;
    const place = toWritePlace(buffer, offset, length);
    return native.write(fd, buffer, place.offset, place.length, positionOrCurrent(position), done);
  }
  checkText(buffer, typeof length === 'function' ? undefined : length);
  if (typeof position !== 'function') {
    if (typeof offset === 'function') {
      position = offset;
      offset = null;
    } else {
      position = length;
    }
    length = 'utf8';
  }
  callback = toCallback(position);
  const done = (error, written) => callback(error, written || 0, buffer);
  if (isUtf8(length)) return native.writeString(fd, buffer, positionOrCurrent(offset), done);
  const bytes = require('buffer').Buffer.from(buffer, length);
  return native.write(fd, bytes, 0, bytes.length, positionOrCurrent(offset), done);
}

/** Writes one view after the other. */
function writevSync(fd, buffers, position) {
  fd = toDescriptor(fd);
  checkBuffers(buffers);
  if (buffers.length === 0) return 0;
  return native.writev(fd, buffers, numberOrCurrent(position));
}

/** As writevSync(). @param {(error: Error?, written: number, buffers: ArrayBufferView[]) => void} callback */
function writev(fd, buffers, position, callback) {
  fd = toDescriptor(fd);
  checkBuffers(buffers);
  callback = toCallback(callback || position);
  if (buffers.length === 0) return require('ticks').nextTick(callback, null, 0, buffers);
  native.writev(fd, buffers, numberOrCurrent(position), (error, written) => callback(error, written || 0, buffers));
}

const { valueNames } = require('promisify');
Object.defineProperty(read, valueNames, { __proto__: null, value: ['bytesRead', 'buffer'], enumerable: false });
Object.defineProperty(write, valueNames, { __proto__: null, value: ['bytesWritten', 'buffer'], enumerable: false });
Object.defineProperty(readv, valueNames, { __proto__: null, value: ['bytesRead', 'buffers'], enumerable: false });
Object.defineProperty(writev, valueNames, { __proto__: null, value: ['bytesWritten', 'buffer'], enumerable: false });

// --- The file itself. ---

/** Waits until the file's data and metadata are on the device: fsync(2). */
function fsyncSync(fd) {
  native.fsync(toDescriptor(fd));
}

/** As fsyncSync(). @param {(error: Error?) => void} callback */
function fsync(fd, callback) {
  fd = toDescriptor(fd);
  native.fsync(fd, toCallback(callback));
}

/** Waits until the file's data, but not all of its metadata, is on the device: fdatasync(2). */
function fdatasyncSync(fd) {
  native.fdatasync(toDescriptor(fd));
}

/** As fdatasyncSync(). @param {(error: Error?) => void} callback */
function fdatasync(fd, callback) {
  fd = toDescriptor(fd);
  native.fdatasync(fd, toCallback(callback));
}

function toLength(length) {
  validateInteger(length, 'len');
  return Math.max(0, length);
}

/** Makes an open file `len` bytes long (default 0; negative counts as 0): cut, or lengthened with zeros. */
function ftruncateSync(fd, len = 0) {
  fd = toDescriptor(fd);
  native.ftruncate(fd, toLength(len));
}

/** As ftruncateSync(). @param {(error: Error?) => void} callback */
function ftruncate(fd, len = 0, callback) {
  if (typeof len === 'function') {
    callback = len;
    len = 0;
  }
  fd = toDescriptor(fd);
  len = toLength(len);
  native.ftruncate(fd, len, toCallback(callback));
}

/** Sets the permissions of an open file. @param {number | string} mode a number, or octal digits */
function fchmodSync(fd, mode) {
  fd = toDescriptor(fd);
  native.fchmod(fd, parseFileMode(mode, 'mode') | 0);
}

/** As fchmodSync(). @param {(error: Error?) => void} callback */
function fchmod(fd, mode, callback) {
  fd = toDescriptor(fd);
  mode = parseFileMode(mode, 'mode') | 0;
  native.fchmod(fd, mode, toCallback(callback));
}

/** User and group ids, of which -1 means 'as it is'. */
function checkOwner(uid, gid) {
  validateInteger(uid, 'uid', -1, MAX_ID);
  validateInteger(gid, 'gid', -1, MAX_ID);
}

/**
 * Sets the owner of an open file.
 * @param {number} uid -1: stays as it is
 * @param {number} gid likewise
 */
function fchownSync(fd, uid, gid) {
  fd = toDescriptor(fd);
  checkOwner(uid, gid);
  native.fchown(fd, uid >>> 0, gid >>> 0);
}

/** As fchownSync(). @param {(error: Error?) => void} callback */
function fchown(fd, uid, gid, callback) {
  fd = toDescriptor(fd);
  checkOwner(uid, gid);
  native.fchown(fd, uid >>> 0, gid >>> 0, toCallback(callback));
}

/**
 * Sets the times of last access and modification of an open file.
 * @param {number | string | Date} atime seconds since the epoch, or a Date
 * @param {number | string | Date} mtime likewise
 */
function futimesSync(fd, atime, mtime) {
  fd = toDescriptor(fd);
  native.futimes(fd, toSeconds(atime, 'atime'), toSeconds(mtime, 'mtime'));
}

/** As futimesSync(). @param {(error: Error?) => void} callback */
function futimes(fd, atime, mtime, callback) {
  fd = toDescriptor(fd);
  atime = toSeconds(atime, 'atime');
  mtime = toSeconds(mtime, 'mtime');
  native.futimes(fd, atime, mtime, toCallback(callback));
}

let numbers, bigNumbers;

/** @param {{bigint?: boolean}} [options] */
function fstatSync(fd, options = { __proto__: null, bigint: false }) {
  fd = toDescriptor(fd);
  const values = options.bigint ? (bigNumbers ??= new BigInt64Array(14)) : (numbers ??= new Float64Array(14));
  const errno = options.bigint ? nativeEntry.fstatBigInto(fd, values) : nativeEntry.fstatInto(fd, values);
  if (errno !== 0) throw uvException({ errno, code: '', syscall: 'fstat' });
  return statsFrom(values);
}

/** As fstatSync(). @param {(error: Error?, stats: Stats | BigIntStats) => void} callback */
function fstat(fd, options = { __proto__: null, bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = { __proto__: null, bigint: false };
  }
  fd = toDescriptor(fd);
  callback = toCallback(callback);
  const begin = options.bigint ? nativeEntry.fstatBig : nativeEntry.fstat;
  begin(fd, (error, values) => (error ? callback(error) : callback(null, statsFrom(values))));
}

module.exports = {
  checkBuffers,
  checkOwner,
  checkText,
  close,
  closeSync,
  codeLast,
  fchmod,
  fchmodSync,
  fchown,
  fchownSync,
  fdatasync,
  fdatasyncSync,
  fstat,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncate,
  ftruncateSync,
  futimes,
  futimesSync,
  isUtf8,
  numberOrCurrent,
  open,
  openSync,
  positionOrCurrent,
  read,
  readSync,
  readv,
  readvSync,
  toReadPlace,
  toWritePlace,
  write,
  writeSync,
  writev,
  writevSync,
};
