// stat(), lstat() and statfs(): what is at a path. Synchronous functions and those with a callback; promises.js has the third
// form, descriptors.js fstat().
'use strict';
const { uvException } = require('errors');
const { toCallback, toPath } = require('fs/arguments');
const { statFsFrom, statsFrom } = require('fs/stats');
const native = binding('fs_entry');

const OF_PATH = 0;
const OF_LINK = 1;
const ENOENT = -2;
const ENOTDIR = -20;

// Filled by each synchronous call anew, and read before the next.
let numbers, bigNumbers;

function statNow(path, subject, syscall, options) {
  path = toPath(path);
  if (native.statNow !== undefined) return native.statNow(path, subject, options); // by a program's functions: legacy/redirect.js
  const values = options.bigint ? (bigNumbers ??= new BigInt64Array(14)) : (numbers ??= new Float64Array(14));
  const errno = options.bigint ? native.statBigInto(path, subject, values) : native.statInto(path, subject, values);
  if (errno === 0) return statsFrom(values);
  if (options.throwIfNoEntry === false) {
    // As Node has it: lstatSync() reports a file where a directory should be.
    if (errno === ENOENT || (errno === ENOTDIR && subject === OF_PATH)) return undefined;
  }
  throw uvException({ errno, code: '', syscall, path }); // 'code' in Node's place
}

function statLater(path, subject, options, callback) {
  path = toPath(path);
  const stat = options.bigint ? native.statBig : native.stat;
  stat(path, subject, (error, values) => (error ? callback(error) : callback(null, statsFrom(values))));
}

const defaultStatOptions = { bigint: false, throwIfNoEntry: true };

/** @param {{bigint?: boolean, throwIfNoEntry?: boolean}} [options] */
function statSync(path, options = defaultStatOptions) {
  return statNow(path, OF_PATH, 'stat', options);
}

/**
 * As statSync(), but that a missing entry is an error always.
 * @param {(error: Error?, stats: Stats | BigIntStats) => void} callback
 */
function stat(path, options = defaultStatOptions, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = defaultStatOptions;
  }
  callback = toCallback(callback);
  statLater(path, OF_PATH, options, callback);
}

/** As statSync(), of a symbolic link itself. */
function lstatSync(path, options = defaultStatOptions) {
  return statNow(path, OF_LINK, 'lstat', options);
}

/** As stat(), of a symbolic link itself. @param {(error: Error?, stats: Stats | BigIntStats) => void} callback */
function lstat(path, options = defaultStatOptions, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = defaultStatOptions;
  }
  callback = toCallback(callback);
  statLater(path, OF_LINK, options, callback);
}

/** About the file system that `path` is on. @param {{bigint?: boolean}} [options] */
function statfsSync(path, options = { __proto__: null, bigint: false }) {
  return statFsFrom(native.statfs(toPath(path)), options.bigint);
}

/** As statfsSync(). @param {(error: Error?, stats: StatFs) => void} callback */
function statfs(path, options = { __proto__: null, bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = { __proto__: null, bigint: false };
  }
  callback = toCallback(callback);
  const { bigint } = options;
  native.statfs(toPath(path),
                (error, values) => (error ? callback(error) : callback(null, statFsFrom(values, bigint))));
}

module.exports = { OF_LINK, OF_PATH, lstat, lstatSync, stat, statSync, statfs, statfsSync };
