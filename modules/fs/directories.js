// Directories: make, list, remove; whole trees of them in one trip.
'use strict';
const { ERR_FS_EISDIR } = require('errors');
const { parseFileMode, validateBoolean, validateInt32, validateObject, validateUint32 } = require('validators');
const { encodeName, nameCallback, toCallback, toOptions, toPath, wantsBytes } = require('fs/arguments');
const { Dirent } = require('fs/dirent');
const { bareObject } = require('intrinsics');
const native = binding('fs_tree');
const nativeEntry = binding('fs_entry');
const nativeDir = binding('fs_dir');

const { ONE, TREE_AND_LINKS } = nativeDir;

// --- mkdir, mkdtemp. ---

/** {mode, recursive} of an options object or a mode. */
function toMkdirOptions(options) {
  let mode = 0o777;
  let recursive = false;
  if (typeof options === 'number' || typeof options === 'string') {
    mode = parseFileMode(options, 'mode');
  } else if (options) {
    if (options.recursive !== undefined) {
      recursive = options.recursive;
      validateBoolean(recursive, 'options.recursive');
    }
    if (options.mode !== undefined) mode = parseFileMode(options.mode, 'options.mode');
  }
  return { mode: mode | 0, recursive };
}

/**
 * @param {number | string | {mode?: number | string, recursive?: boolean}} [options] mode: 0o777 by default
 * @returns {string | undefined} the first directory made, where recursive
 */
function mkdirSync(path, options) {
  const { mode, recursive } = toMkdirOptions(options);
  const first = native.mkdir(toPath(path), mode, recursive, false);
  return recursive ? first : undefined;
}

/**
 * As mkdirSync().
 * @param {(error: Error?, first?: string) => void} callback `first`: with recursive, the first directory made
 */
function mkdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const { mode, recursive } = toMkdirOptions(options);
  callback = toCallback(callback);
  native.mkdir(toPath(path), mode, recursive, false, recursive ? callback : (error) => callback(error));
}

/** The prefix of a temporary directory's name, checked. */
function toPrefix(prefix) {
  prefix = toPath(prefix, 'prefix');
  const endsWithX = typeof prefix === 'string' ? prefix.endsWith('X') : prefix[prefix.length - 1] === 88;
  if (endsWithX && !toPrefix.warned) {
    toPrefix.warned = true;
    require('process_object').emitWarning('mkdtemp() templates ending with X are not portable. ' +
      'For details see: https://nodejs.org/api/fs.html');
  }
  return prefix;
}

/** Makes a directory of a new name: `prefix` and six characters. */
function mkdtempSync(prefix, options) {
  const { encoding } = toOptions(options);
  return encodeName(nativeEntry.mkdtemp(toPrefix(prefix), wantsBytes(encoding)), encoding);
}

/** As mkdtempSync(). @param {(error: Error?, directory: string) => void} callback */
function mkdtemp(prefix, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  const { encoding } = toOptions(options);
  nativeEntry.mkdtemp(toPrefix(prefix), wantsBytes(encoding), nameCallback(callback, encoding));
}

/** As mkdtempSync(), as an object that removes the directory when it is disposed of. */
function mkdtempDisposableSync(prefix, options) {
  const path = mkdtempSync(prefix, options);
  // The working directory may be another one by then.
  const fullPath = require('path').resolve(`${path}`);
  const remove = () => rmSync(fullPath, { maxRetries: 0, recursive: true, force: true, retryDelay: 0 });
  return {
    path,
    remove,
    [Symbol.dispose]() {
      remove();
    },
  };
}

// --- readdir. ---

/** Dirents of [name, type, ...], or [name, type, parent, ...] where recursive. */
function direntsFrom(list, path, encoding, recursive) {
  const step = recursive ? 3 : 2;
  const count = list.length / step;
  const dirents = new Array(count);
  for (let i = 0, from = 0; i < count; i++, from += step) {
    const below = recursive ? list[from + 2] : '';
    const parent = below === '' ? path : joinPath(path, below);
    dirents[i] = new Dirent(encodeName(list[from], encoding), list[from + 1], parent);
  }
  return dirents;
}

function joinPath(path, below) {
  path = `${path}`;
  return path.endsWith('/') ? path + below : `${path}/${below}`;
}

function encodeNames(names, encoding) {
  if (!wantsBytes(encoding)) return names;
  for (let i = 0; i < names.length; i++) names[i] = encodeName(names[i], encoding);
  return names;
}

/** The native half's list of `path` as readdir() gives it: names in the encoding, or Dirents. */
function listingOf(list, path, { encoding, withFileTypes, recursive }) {
  return withFileTypes ? direntsFrom(list, path, encoding, recursive) : encodeNames(list, encoding);
}

/** Throws ERR_INVALID_ARG_TYPE where `options.recursive` is given and no boolean. */
function checkReaddirOptions(options) {
  if (options.recursive !== undefined && options.recursive !== null) {
    validateBoolean(options.recursive, 'options.recursive');
  }
}

/**
 * The names in a directory, sorted by their bytes.
 * @param {{encoding?: string, withFileTypes?: boolean, recursive?: boolean}} [options]
 * @returns {Array<string | Buffer | Dirent>} with recursive, paths from `path`
 */
function readdirSync(path, options) {
  options = toOptions(options);
  path = toPath(path);
  checkReaddirOptions(options);
  const { encoding, recursive, withFileTypes } = options;
  const list = nativeDir.readdir(path, recursive ? TREE_AND_LINKS : ONE, !!withFileTypes, wantsBytes(encoding));
  return listingOf(list, path, options);
}

/** As readdirSync(). @param {(error: Error?, files: Array<string | Buffer | Dirent>) => void} callback */
function readdir(path, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  options = toOptions(options);
  path = toPath(path);
  checkReaddirOptions(options);
  const { encoding, recursive, withFileTypes } = options;
  const plain = !withFileTypes && !wantsBytes(encoding);
  const done = plain ? callback :
    (error, list) => (error ? callback(error) : callback(null, listingOf(list, path, options)));
  nativeDir.readdir(path, recursive ? TREE_AND_LINKS : ONE, !!withFileTypes, wantsBytes(encoding), done);
}

// --- rmdir, rm. ---

/** Emits DEP0147, once a process. */
function warnOfRecursiveRmdir() {
  if (warnOfRecursiveRmdir.done) return;
  warnOfRecursiveRmdir.done = true;
  require('process_object').emitWarning('In future versions of Node.js, fs.rmdir(path, { recursive: true }) will be ' +
    'removed. Use fs.rm(path, { recursive: true }) instead', 'DeprecationWarning', 'DEP0147');
}

const defaultRemoval = bareObject({ force: false, recursive: false, retryDelay: 100, maxRetries: 0 });

/** The options of rmdir() over `defaults`. Throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE. */
function toRemovalOptions(options, defaults = defaultRemoval) {
  if (options === undefined) return defaults;
  validateObject(options, 'options');
  options = { ...defaults, ...options };
  validateBoolean(options.recursive, 'options.recursive');
  validateInt32(options.retryDelay, 'options.retryDelay', 0);
  validateUint32(options.maxRetries, 'options.maxRetries');
  return options;
}

/** The options of rm(): those of rmdir(), and force. Throws as toRemovalOptions(). */
function toRmOptions(options) {
  options = toRemovalOptions(options);
  validateBoolean(options.force, 'options.force');
  return options;
}

/** The native half's report that `path` is a directory, as rm() words it. */
function removalError(error) {
  if (error.code !== 'EISDIR' || error.syscall !== 'rm') return error;
  return new ERR_FS_EISDIR({ code: 'EISDIR', message: 'is a directory', path: error.path, syscall: 'rm', errno: 21 });
}

/**
 * Removes an empty directory (ENOTEMPTY, ENOTDIR, ENOENT otherwise). With `recursive`, which is deprecated (DEP0147),
 * everything in it too; maxRetries (default 0) and retryDelay (milliseconds, default 100) count there only.
 */
function rmdirSync(path, options) {
  path = toPath(path);
  if (options?.recursive) {
    warnOfRecursiveRmdir();
    const { maxRetries, retryDelay } = toRemovalOptions(options);
    return native.rmdir(path, maxRetries, retryDelay);
  }
  if (options !== undefined) toRemovalOptions(options);
  nativeEntry.rmdir(path);
}

/** As rmdirSync(). @param {(error: Error?) => void} callback */
function rmdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = toCallback(callback);
  path = toPath(path);
  if (options?.recursive) {
    warnOfRecursiveRmdir();
    const { maxRetries, retryDelay } = toRemovalOptions(options);
    return native.rmdir(path, maxRetries, retryDelay, callback);
  }
  if (options !== undefined) toRemovalOptions(options);
  nativeEntry.rmdir(path, callback);
}

/**
 * Removes a file, or with `recursive` whatever it is with all that is in it.
 * @param {{force?: boolean, recursive?: boolean, maxRetries?: number, retryDelay?: number}} [options] force: what is
 *   not there is no error; retryDelay: milliseconds, longer by itself with each retry
 */
function rmSync(path, options) {
  options = toRmOptions(options);
  try {
    native.rm(toPath(path), options.force, options.recursive, options.maxRetries, options.retryDelay);
  } catch (error) {
    throw removalError(error);
  }
}

/** As rmSync(). @param {(error: Error?) => void} callback */
function rm(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  path = toPath(path);
  options = toRmOptions(options);
  callback = toCallback(callback);
  native.rm(path, options.force, options.recursive, options.maxRetries, options.retryDelay,
            (error) => callback(error ? removalError(error) : null));
}

module.exports = {
  checkReaddirOptions,
  listingOf,
  mkdir,
  mkdirSync,
  mkdtemp,
  mkdtempDisposableSync,
  mkdtempSync,
  readdir,
  readdirSync,
  removalError,
  rm,
  rmSync,
  rmdir,
  rmdirSync,
  toMkdirOptions,
  toPrefix,
  toRemovalOptions,
  toRmOptions,
  warnOfRecursiveRmdir,
};
