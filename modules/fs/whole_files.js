// Whole files: readFile, writeFile, appendFile; each is one trip to the pool.
'use strict';
const { AbortError, ERR_FS_FILE_TOO_LARGE, ERR_INVALID_ARG_TYPE, ERR_STRING_TOO_LONG } = require('errors');
const { parseFileMode, validateBoolean } = require('validators');
const { bareObject } = require('intrinsics');
const { isDescriptor, toCallback, toDescriptor, toFlags, toOptions, toPath } = require('fs/arguments');
const { close, closeSync, codeLast, isUtf8, open, openSync } = require('fs/descriptors');
const native = binding('fs_whole_file');

const readDefaults = Object.freeze(bareObject({ flag: 'r' }));
const writeDefaults = Object.freeze(bareObject({ encoding: 'utf8', mode: 0o666, flag: 'w', flush: false }));
const appendDefaults = Object.freeze(bareObject({ encoding: 'utf8', mode: 0o666, flag: 'a', flush: false }));

/** The error for a number that the native half gave in place of what is too large: a file's size, or -1 for a string. */
function tooLarge(flaw) {
  return flaw > 0 ? new ERR_FS_FILE_TOO_LARGE(flaw) : new ERR_STRING_TOO_LONG();
}

/** Whether the native half makes the string itself. */
function wantsText(encoding) {
  return encoding === 'utf8' || encoding === 'utf-8';
}

/**
 * What the native half read, in `encoding`; text that it has decoded itself and Buffers without an encoding stay as
 * they are.
 * @throws ERR_FS_FILE_TOO_LARGE, ERR_STRING_TOO_LONG
 */
function decode(buffer, encoding) {
  if (typeof buffer === 'number') throw tooLarge(buffer);
  return encoding && encoding !== 'buffer' && !wantsText(encoding) ? buffer.toString(encoding) : buffer;
}

/**
 * All of a file, as a Buffer or, with an encoding, as a string.
 * @param {string | Buffer | URL | number} path or a descriptor, which is read from its current place and stays open
 * @param {string | {encoding?: string, flag?: string}} [options]
 */
function readFileSync(path, options) {
  options = toOptions(options, readDefaults);
  const { encoding } = options;
  if (isDescriptor(path)) {
    const fd = toDescriptor(path);
    return decode(wantsText(encoding) ? native.readDescriptorTextNow(fd) : native.readDescriptor(fd, undefined), encoding);
  }
  path = toPath(path);
  const flags = toFlags(options.flag);
  return decode(wantsText(encoding) ? native.readText(path, flags, undefined) : native.readFile(path, flags, undefined), encoding);
}

/**
 * Calls back once: with an AbortError as soon as `signal` says so, or when the work is done. Where a program's functions do the
 * work (legacy/redirect.js), it has ended before the callback is called.
 */
function abortable(signal, flag, callback) {
  const onAbort = () => {
    flag[0] = 1;
    if (native.endsBeforeAbort) return;
    const done = callback;
    callback = undefined;
    if (done === undefined) return;
    // Not within abort(): as what the work itself would call back.
    require('timers').setImmediate(done, new AbortError(undefined, { cause: signal.reason }));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return (error, value) => {
    signal.removeEventListener('abort', onAbort);
    const done = callback;
    callback = undefined;
    if (signal.aborted && native.endsBeforeAbort) done(new AbortError(undefined, { cause: signal.reason }));
    else if (value === undefined) done?.(error);
    else done?.(error, value);
  };
}

/** What `callback` gets for the native half's answer. */
function readCallback(callback, encoding) {
  return (error, value) => {
    if (error) return callback(error);
    let result;
    try {
      result = decode(value, encoding);
    } catch (decodingError) {
      return callback(decodingError);
    }
    callback(null, result);
  };
}

/** As readFileSync(), with `options.signal`. @param {(error: Error?, data: Buffer | string) => void} callback */
function readFile(path, options, callback) {
  callback = toCallback(callback || options);
  options = toOptions(options, readDefaults);
  const { encoding, signal } = options;
  const text = wantsText(encoding);
  let done = readCallback(callback, encoding);
  let flag;
  if (signal) {
    if (signal.aborted) {
      return require('ticks').nextTick(callback, new AbortError(undefined, { cause: signal.reason }));
    }
    flag = new Uint8Array(1);
    done = abortable(signal, flag, done);
  }
  if (isDescriptor(path)) {
    (text ? native.readDescriptorText : native.readDescriptor)(toDescriptor(path), flag, done);
    return;
  }
  const flags = toFlags(options.flag);
  (text ? native.readText : native.readFile)(toPath(path), flags, flag, done);
}

/** What is written, as the native half takes it: a string (as UTF-8) or a view. */
function toContent(data, encoding) {
  if (ArrayBuffer.isView(data)) return data;
  if (typeof data !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  return isUtf8(encoding) || !encoding ? data : require('buffer').Buffer.from(data, encoding);
}

/** `options.flush`, false by default. Throws ERR_INVALID_ARG_TYPE. */
function checkFlush(options) {
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  return flush;
}

/**
 * Writes a file anew.
 * @param {string | Buffer | URL | number} path or a descriptor, which is written at its current place and stays open
 * @param {string | ArrayBufferView} data
 * @param {string | {encoding?: string, mode?: number, flag?: string, flush?: boolean}} [options]
 */
function writeFileSync(path, data, options) {
  options = toOptions(options, writeDefaults);
  const flush = checkFlush(options);
  const content = toContent(data, options.encoding);
  if (typeof content === 'string') {
    writeContent(path, content, options, flush);
    return;
  }
  try {
    writeContent(path, content, options, flush);
  } catch (error) {
    throw codeLast(error);
  }
}

function writeContent(path, content, options, flush) {
  if (isDescriptor(path)) {
    native.writeDescriptor(toDescriptor(path), content, false, undefined);
    if (flush) require('fs').fsyncSync(path);
    return;
  }
  path = toPath(path);
  const flags = toFlags(options.flag ?? 'w');
  const mode = parseFileMode(options.mode, 'mode', 0o666) | 0;
  if (flush) writeAndFlushNow(path, content, flags, mode);
  else native.writeFile(path, content, flags, mode, false, undefined);
}

// To flush takes long anyway: then by the public functions, which programs watch or replace.
function writeAndFlushNow(path, content, flags, mode) {
  const fs = require('fs');
  const fd = openSync(path, flags, mode);
  try {
    native.writeDescriptor(fd, content, false, undefined);
    fs.fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function writeAndFlush(path, content, flags, mode, flag, callback) {
  const fs = require('fs');
  open(path, flags, mode, (error, fd) => {
    if (error) return callback(error);
    const done = (error) => close(fd, (closeError) => callback(error ?? closeError));
    native.writeDescriptor(fd, content, false, flag, (error) => (error ? done(error) : fs.fsync(fd, done)));
  });
}

/** As writeFileSync(), with `options.signal`. @param {(error: Error?) => void} callback */
function writeFile(path, data, options, callback) {
  callback = toCallback(callback || options);
  options = toOptions(options, writeDefaults);
  const flush = checkFlush(options);
  const content = toContent(data, options.encoding);
  const { signal } = options;
  let done = callback;
  let flag;
  if (signal) {
    if (signal.aborted) {
      return require('ticks').nextTick(callback, new AbortError(undefined, { cause: signal.reason }));
    }
    flag = new Uint8Array(1);
    done = abortable(signal, flag, callback);
  }
  if (isDescriptor(path)) {
    const fd = toDescriptor(path);
    native.writeDescriptor(fd, content, false, flag, flush ?
      (error) => (error ? done(error) : require('fs').fsync(fd, done)) : done);
    return;
  }
  path = toPath(path);
  const flags = toFlags(options.flag ?? 'w');
  const mode = parseFileMode(options.mode, 'mode', 0o666) | 0;
  if (flush) writeAndFlush(path, content, flags, mode, flag, done);
  else native.writeFile(path, content, flags, mode, false, flag, done);
}

/** The options of an append: those of a write, at the end of the file where there is no other flag. */
function toAppendOptions(options) {
  options = toOptions(options, appendDefaults);
  return options.flag ? options : { ...options, flag: 'a' };
}

/** As writeFileSync(), at the end of the file, which is made where it is missing. */
function appendFileSync(path, data, options) {
  writeFileSync(path, data, toAppendOptions(options));
}

/** As appendFileSync(). @param {(error: Error?) => void} callback */
function appendFile(path, data, options, callback) {
  callback = toCallback(callback || options);
  writeFile(path, data, toAppendOptions(options), callback);
}

module.exports = {
  appendDefaults,
  appendFile,
  appendFileSync,
  checkFlush,
  decode,
  readDefaults,
  readFile,
  readFileSync,
  toAppendOptions,
  toContent,
  wantsText,
  writeDefaults,
  writeFile,
  writeFileSync,
};
