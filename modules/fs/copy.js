// fs.cp(): copies files and whole trees. Without a filter the native half does it in one trip; with one, entry by
// entry.
'use strict';
const errors = require('errors');
const { uvErrorOf, uvException } = require('errors/system');
const { validateBoolean, validateFunction, validateInteger, validateObject } = require('validators');
const { toCallback, toPath } = require('fs/arguments');
const native = binding('fs_copy');
const nativeDir = binding('fs_dir');

const { ERR_INCOMPATIBLE_OPTION_PAIR, ERR_INVALID_RETURN_VALUE } = errors;

const flagOfOption = {
  __proto__: null,
  dereference: native.DEREFERENCE,
  errorOnExist: native.ERROR_ON_EXIST,
  force: native.FORCE,
  preserveTimestamps: native.PRESERVE_TIMESTAMPS,
  recursive: native.RECURSIVE,
  verbatimSymlinks: native.VERBATIM_SYMLINKS,
};

const defaults = {
  __proto__: null,
  dereference: false,
  errorOnExist: false,
  filter: undefined,
  force: true,
  mode: 0,
  preserveTimestamps: false,
  recursive: false,
  verbatimSymlinks: false,
};

/** {flags, mode, filter} of the documented options. */
function toCopyOptions(options) {
  if (options === undefined) options = defaults;
  validateObject(options, 'options');
  options = { ...defaults, ...options };
  let flags = 0;
  for (const name of Object.keys(flagOfOption)) {
    validateBoolean(options[name], `options.${name}`);
    if (options[name]) flags |= flagOfOption[name];
  }
  const mode = options.mode ?? 0;
  validateInteger(mode, 'mode', 0, 7);
  if (options.dereference && options.verbatimSymlinks) {
    throw new ERR_INCOMPATIBLE_OPTION_PAIR('dereference', 'verbatimSymlinks');
  }
  if (options.filter !== undefined) validateFunction(options.filter, 'options.filter');
  return { flags, mode, filter: options.filter };
}

/** The native half's outcome: whether the contents of a directory come next; a broken rule is thrown. */
function settled(outcome) {
  if (typeof outcome === 'boolean') return outcome;
  const [code, message, path, errno] = outcome;
  throw new errors[code]({ message, path, syscall: 'cp', errno: -errno, code: uvErrorOf(errno)[0] });
}

const SAME = 'src and dest cannot be the same';

// cpSync() has its own words for what is found before anything is copied.
const refusals = {
  __proto__: null,
  ERR_FS_CP_EINVAL: (src, dest, isSame) => (isSame ? `src and dest cannot be the same ${dest}`
    : `Cannot copy ${joined(src, '')} to a subdirectory of self ${dest}`),
  ERR_FS_CP_FIFO_PIPE: (src, dest) => `Cannot copy a FIFO pipe: ${dest}`,
  ERR_FS_CP_SOCKET: (src, dest) => `Cannot copy a socket file: ${dest}`,
  ERR_FS_CP_UNKNOWN: (src, dest) => `Cannot copy an unknown file type: ${dest}`,
  ERR_FS_EISDIR: (src) => `Recursive option not enabled, cannot copy a directory: ${joined(src, '')}`,
  ERR_FS_CP_NON_DIR_TO_DIR: (src, dest) => `Cannot overwrite directory ${dest} with non-directory ${src}`,
  ERR_FS_CP_DIR_TO_NON_DIR: (src, dest) => `Cannot overwrite non-directory ${dest} with directory ${src}`,
};

/** As settled(), of what was asked of `src` and `dest` themselves. */
function settledNow(outcome, src, dest) {
  const refusal = typeof outcome === 'boolean' ? undefined : refusals[outcome[0]];
  if (refusal === undefined) return settled(outcome);
  const error = new Error(refusal(src, dest, outcome[1] === SAME));
  error.code = outcome[0];
  throw error;
}

function joined(directory, name) {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

/**
 * Copies `src` to `dest`.
 * @param {{dereference?: boolean, errorOnExist?: boolean, filter?: (src: string, dest: string) => boolean,
 *   force?: boolean, mode?: number, preserveTimestamps?: boolean, recursive?: boolean, verbatimSymlinks?: boolean}}
 *   [options]
 */
function cpSync(src, dest, options) {
  const { flags, mode, filter } = toCopyOptions(options);
  src = toPath(src, 'src');
  dest = toPath(dest, 'dest');
  src = `${src}`;
  dest = `${dest}`;
  if (filter !== undefined) return copyFilteredNow(src, dest, { flags: flags | native.SYNC_FILTERED, mode, filter }, true);
  check(src, dest, flags);
  const outcome = native.copy(src, dest, flags | native.SYNC, mode);
  if (outcome === false) return;
  if (outcome[0] === 'ERR_FS_CP_FIFO_PIPE' && outcome[2] !== dest) {
    // A tree with a FIFO in it is copied without it: once more then, with what is there written over.
    const noFifo = (entry) => !isFifo(entry);
    copyFilteredNow(src, dest, { flags: flags & ~native.ERROR_ON_EXIST, mode, filter: noFifo }, true);
    return;
  }
  if (outcome[0] in systemWords || (outcome[2] !== dest && outcome[2] !== src)) throw refusedWithin(outcome);
  settledNow(outcome, src, dest);
}

// What is asked of `src` and `dest` before anything is copied.
function check(src, dest, flags) {
  if (!(flags & native.DEREFERENCE)) checkLinks(src, dest, flags);
  settledNow(native.check(src, dest, flags | native.SYNC), src, dest);
}

// cpSync() follows a link that is `src`, and for whether both are one file one that is `dest`, too; cp() does not.
function checkLinks(src, dest, flags) {
  const { lstatSync, statSync } = require('fs/stat');
  const target = statsOf(lstatSync, dest);
  const isLink = statsOf(lstatSync, src)?.isSymbolicLink();
  if (!isLink && !target?.isSymbolicLink()) return;
  const from = isLink ? followed(src) : statsOf(statSync, src);
  const to = statsOf(statSync, dest);
  if (from === undefined) return;
  if (to !== undefined && from.ino === to.ino && from.dev === to.dev) {
    settledNow(['ERR_FS_CP_EINVAL', SAME], src, dest);
  }
  if (!isLink) return;
  if (!from.isDirectory()) {
    if (target?.isDirectory()) settledNow(['ERR_FS_CP_NON_DIR_TO_DIR'], src, dest);
    return;
  }
  if (target !== undefined && !target.isDirectory()) settledNow(['ERR_FS_CP_DIR_TO_NON_DIR'], src, dest);
  if (!(flags & native.RECURSIVE)) settledNow(['ERR_FS_EISDIR'], src, dest);
  const { resolve } = require('path');
  if (joined(resolve(dest), '').startsWith(joined(resolve(src), ''))) settledNow(['ERR_FS_CP_EINVAL'], src, dest);
}

// What the link `path` leads to; that it leads nowhere is lstat()'s error, as on Node.
function followed(path) {
  try {
    return require('fs/stat').statSync(path, { __proto__: null, bigint: true });
  } catch (error) {
    throw uvException({ __proto__: null, errno: error.errno, syscall: 'lstat', path });
  }
}

// Undefined where there is nothing, or may not be looked at: the copy itself says so.
function statsOf(stat, path) {
  try {
    return stat(path, { __proto__: null, bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

// In a tree that is copied in one go, Node tells no more than this.
function refusedWithin([code, message, path, errno]) {
  const isSystems = code in systemWords;
  const error = new Error(isSystems ? `${code}, ${message} '${path}'` : wordsWithin[code]?.(message) ?? message);
  error.code = code;
  if (isSystems) Object.assign(error, { __proto__: null, errno: -errno, path, syscall: 'cp' }); // not negative here
  return error;
}

const systemWords = { __proto__: null, EEXIST: true, EINVAL: true };
const wordsWithin = {
  __proto__: null,
  ERR_FS_CP_EEXIST: (message) => `[ERR_FS_CP_EEXIST]: Target already exists: cp returned EEXIST (${message})`,
  ERR_FS_CP_EINVAL: (message) => message.replace('cannot', 'Cannot'),
};

function isFifo(path) {
  return require('fs/stat').lstatSync(path).isFIFO();
}

function copyFilteredNow(src, dest, options, isFirst) {
  const wanted = options.filter(src, dest);
  if (typeof wanted === 'object' && require('types').isPromise(wanted)) {
    throw new ERR_INVALID_RETURN_VALUE('boolean', 'filter', wanted);
  }
  if (!wanted) return;
  if (isFirst) check(src, dest, options.flags);
  if (!settled(native.copyEntry(src, dest, options.flags, options.mode, isFirst))) return;
  for (const name of nativeDir.readdir(src, nativeDir.ONE, false, false)) {
    copyFilteredNow(joined(src, name), joined(dest, name), options, false);
  }
  native.leaveDirectory(src, dest);
}

/** As cpSync(); the filter may be async. @returns {Promise<undefined>} */
async function cpPromise(src, dest, options) {
  const { flags, mode, filter } = toCopyOptions(options);
  src = toPath(src, 'src');
  dest = toPath(dest, 'dest');
  const { traced } = require('fs/file_handle');
  try {
    if (filter === undefined) {
      settled(await native.copy(src, dest, flags, mode, null));
      return;
    }
    src = `${src}`;
    dest = `${dest}`;
    await copyFiltered(src, dest, { flags, mode, filter }, true);
  } catch (error) {
    throw traced(error);
  }
}

async function copyFiltered(src, dest, options, isFirst) {
  if (!await options.filter(src, dest)) return;
  if (isFirst) settled(await native.check(src, dest, options.flags, null));
  if (!settled(await native.copyEntry(src, dest, options.flags, options.mode, isFirst, null))) return;
  for (const name of await nativeDir.readdir(src, nativeDir.ONE, false, false, null)) {
    await copyFiltered(joined(src, name), joined(dest, name), options, false);
  }
  await native.leaveDirectory(src, dest, null);
}

/** As cpSync(). @param {(error: Error?) => void} callback */
function cp(src, dest, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = toCallback(callback);
  toCopyOptions(options);
  src = toPath(src, 'src');
  dest = toPath(dest, 'dest');
  const { nextTick } = require('ticks');
  cpPromise(src, dest, options).then(() => nextTick(callback, null), (error) => nextTick(callback, error));
}

module.exports = { cp, cpPromise, cpSync, settledNow };
