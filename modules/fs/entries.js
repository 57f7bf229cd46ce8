// Directory entries by path: whether they are there, their names, links, modes, owners and times; stat.js tells what they
// are. Synchronous functions and those with a callback; promises.js has the third form.
'use strict';
const { setOwn } = require('define');
const { hasNullByte, parseFileMode, validateInteger, validateOneOf } = require('validators');
const { encodeName, nameCallback, pathOfURL, toAccessMode, toCallback, toOptions, toPath, toSeconds,
        wantsBytes } = require('fs/arguments');
const { UV_FS_SYMLINK_DIR, UV_FS_SYMLINK_JUNCTION } = require('fs/constants');
const { checkOwner } = require('fs/descriptors');
const native = binding('fs_entry');
const nativeTree = binding('fs_tree');

// --- Is it there? ---

/** Throws unless this process may use `path` as `mode` (a sum of fs.constants.R_OK, W_OK, X_OK) says. */
function accessSync(path, mode) {
  path = toPath(path);
  native.access(path, toAccessMode(mode));
}

/** As accessSync(). @param {(error: Error?) => void} callback */
function access(path, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = 0;
  }
  path = toPath(path);
  callback = toCallback(callback);
  native.access(path, toAccessMode(mode), callback);
}

/** Whether there is something at `path`; false also for what cannot be a path. */
function existsSync(path) {
  if (typeof path === 'string' && !hasNullByte(path)) return native.exists(path);
  try {
    path = toPath(path);
  } catch (error) {
    if (error.code === 'ERR_INVALID_ARG_TYPE') warnOfExistsArgument();
    return false;
  }
  return native.exists(path);
}

function warnOfExistsArgument() {
  if (warnOfExistsArgument.done) return;
  warnOfExistsArgument.done = true;
  require('process_object').emitWarning('Passing invalid argument types to fs.existsSync is deprecated', 'DeprecationWarning',
                                 'DEP0187');
}

/** @param {(exists: boolean) => void} callback */
function exists(path, callback) {
  callback = toCallback(callback);
  try {
    path = toPath(path);
  } catch {
    return callback(false);
  }
  native.access(path, 0, (error) => callback(!error));
}
Object.defineProperty(exists, Symbol.for('nodejs.util.promisify.custom'), {
  __proto__: null,
  /** The exists() of util.promisify(): resolves to a boolean and never rejects. */
  value: function exists(path) {
    return new Promise((resolve) => module.exports.exists(path, resolve));
  },
});

// --- Names. ---

/** Moves an entry to another name on the same file system (EXDEV otherwise); a file that has that name is replaced. */
function renameSync(oldPath, newPath) {
  native.rename(toPath(oldPath, 'oldPath'), toPath(newPath, 'newPath'));
}

/** As renameSync(). @param {(error: Error?) => void} callback */
function rename(oldPath, newPath, callback) {
  callback = toCallback(callback);
  native.rename(toPath(oldPath, 'oldPath'), toPath(newPath, 'newPath'), callback);
}

/** Makes `newPath` a second name, a hard link, of the file `existingPath`. */
function linkSync(existingPath, newPath) {
  native.link(toPath(existingPath, 'existingPath'), toPath(newPath, 'newPath'));
}

/** As linkSync(). @param {(error: Error?) => void} callback */
function link(existingPath, newPath, callback) {
  callback = toCallback(callback);
  native.link(toPath(existingPath, 'existingPath'), toPath(newPath, 'newPath'), callback);
}

/** Removes a file's name or a symbolic link; a directory is EISDIR. */
function unlinkSync(path) {
  native.unlink(toPath(path));
}

/** As unlinkSync(). @param {(error: Error?) => void} callback */
function unlink(path, callback) {
  callback = toCallback(callback);
  native.unlink(toPath(path), callback);
}

/** The flags of a symbolic link's type, which mean something on Windows only. */
function toLinkFlags(type) {
  validateOneOf(type, 'type', ['dir', 'file', 'junction', null, undefined]);
  if (type === 'dir') return UV_FS_SYMLINK_DIR;
  return type === 'junction' ? UV_FS_SYMLINK_JUNCTION : 0;
}

/** Makes the symbolic link `path` that names `target`, which need not be there. */
function symlinkSync(target, path, type) {
  const flags = toLinkFlags(type);
  native.symlink(toPath(target, 'target'), toPath(path), flags);
}

/** As symlinkSync(). @param {(error: Error?) => void} callback */
function symlink(target, path, type, callback) {
  if (callback === undefined) {
    callback = toCallback(type);
    type = undefined;
  } else {
    callback = toCallback(callback);
  }
  const flags = toLinkFlags(type);
  native.symlink(toPath(target, 'target'), toPath(path), flags, callback);
}

/**
 * What a symbolic link names; EINVAL for anything else.
 * @param {string | {encoding?: string}} [options] 'buffer' for a Buffer
 * @returns {string | Buffer}
 */
function readlinkSync(path, options) {
  const { encoding } = toOptions(options);
  return encodeName(native.readlink(toPath(path), wantsBytes(encoding)), encoding);
}

/** As readlinkSync(). @param {(error: Error?, linkString: string | Buffer) => void} callback */
function readlink(path, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  const { encoding } = toOptions(options);
  native.readlink(toPath(path), wantsBytes(encoding), nameCallback(callback, encoding));
}

/** @param {number} [mode] fs.constants.COPYFILE_EXCL, COPYFILE_FICLONE, COPYFILE_FICLONE_FORCE */
function copyFileSync(src, dest, mode) {
  src = toPath(src, 'src');
  dest = toPath(dest, 'dest');
  native.copyFile(src, dest, toAccessMode(mode));
}

/** As copyFileSync(). @param {(error: Error?) => void} callback */
function copyFile(src, dest, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = 0;
  }
  src = toPath(src, 'src');
  dest = toPath(dest, 'dest');
  callback = toCallback(callback);
  native.copyFile(src, dest, toAccessMode(mode), callback);
}

// --- The real path. ---

/** What the native half resolves: the path made absolute. */
function absolute(path) {
  path = pathOfURL(path);
  if (typeof path !== 'string') path = `${path}`;
  return require('path').resolve(toPath(path));
}

/**
 * The absolute path without links, '.' and '..'; each component has to exist (ENOENT).
 * @param {string | {encoding?: string}} [options] 'buffer' for a Buffer
 * @returns {string | Buffer}
 */
function realpathSync(path, options) {
  const { encoding } = toOptions(options);
  return encodeName(nativeTree.realpath(absolute(path), wantsBytes(encoding)), encoding);
}

/** As realpathSync(). @param {(error: Error?, resolvedPath: string | Buffer) => void} callback */
function realpath(path, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  const { encoding } = toOptions(options);
  nativeTree.realpath(absolute(path), wantsBytes(encoding), nameCallback(callback, encoding));
}

// Without names, as on Node.
setOwn(realpathSync, 'native', (path, options) => {
  const { encoding } = toOptions(options);
  return encodeName(nativeTree.realpathNative(toPath(path), wantsBytes(encoding)), encoding);
});
setOwn(realpath, 'native', (path, options, callback) => {
  callback = toCallback(callback || options);
  const { encoding } = toOptions(options);
  nativeTree.realpathNative(toPath(path), wantsBytes(encoding), nameCallback(callback, encoding));
});

// --- Mode, owner, times, length. ---

/** Sets the permissions of what `path` leads to. @param {number | string} mode a number, or octal digits */
function chmodSync(path, mode) {
  path = toPath(path);
  native.chmod(path, parseFileMode(mode, 'mode') | 0);
}

/** As chmodSync(). @param {(error: Error?) => void} callback */
function chmod(path, mode, callback) {
  path = toPath(path);
  mode = parseFileMode(mode, 'mode') | 0;
  native.chmod(path, mode, toCallback(callback));
}

/**
 * Sets the owner of what `path` leads to.
 * @param {number} uid -1: stays as it is
 * @param {number} gid likewise
 */
function chownSync(path, uid, gid) {
  path = toPath(path);
  checkOwner(uid, gid);
  native.chown(path, uid >>> 0, gid >>> 0);
}

/** As chownSync(). @param {(error: Error?) => void} callback */
function chown(path, uid, gid, callback) {
  callback = toCallback(callback);
  path = toPath(path);
  checkOwner(uid, gid);
  native.chown(path, uid >>> 0, gid >>> 0, callback);
}

/** As chownSync(), of a symbolic link itself. */
function lchownSync(path, uid, gid) {
  path = toPath(path);
  checkOwner(uid, gid);
  native.lchown(path, uid >>> 0, gid >>> 0);
}

/** As lchownSync(). @param {(error: Error?) => void} callback */
function lchown(path, uid, gid, callback) {
  callback = toCallback(callback);
  path = toPath(path);
  checkOwner(uid, gid);
  native.lchown(path, uid >>> 0, gid >>> 0, callback);
}

/** @param {number | string | Date} atime seconds since the epoch, or a Date */
function utimesSync(path, atime, mtime) {
  path = toPath(path);
  native.utimes(path, toSeconds(atime), toSeconds(mtime));
}

/** As utimesSync(). @param {(error: Error?) => void} callback */
function utimes(path, atime, mtime, callback) {
  callback = toCallback(callback);
  path = toPath(path);
  native.utimes(path, toSeconds(atime), toSeconds(mtime), callback);
}

/** As utimesSync(), of a symbolic link itself. */
function lutimesSync(path, atime, mtime) {
  path = toPath(path);
  native.lutimes(path, toSeconds(atime), toSeconds(mtime));
}

/** As lutimesSync(). @param {(error: Error?) => void} callback */
function lutimes(path, atime, mtime, callback) {
  callback = toCallback(callback);
  path = toPath(path);
  native.lutimes(path, toSeconds(atime), toSeconds(mtime), callback);
}

/** Makes a file `len` bytes long (default 0; negative counts as 0): cut, or lengthened with zeros. */
function truncateSync(path, len) {
  path = toPath(path);
  if (len === undefined) len = 0;
  validateInteger(len, 'len');
  native.truncate(path, Math.max(0, len));
}

/** As truncateSync(). @param {(error: Error?) => void} callback */
function truncate(path, len, callback) {
  if (typeof len === 'function') {
    callback = len;
    len = 0;
  } else if (len === undefined) {
    len = 0;
  }
  validateInteger(len, 'len');
  callback = toCallback(callback);
  native.truncate(toPath(path), Math.max(0, len), callback);
}

module.exports = {
  absolute,
  access,
  accessSync,
  chmod,
  chmodSync,
  chown,
  chownSync,
  copyFile,
  copyFileSync,
  exists,
  existsSync,
  lchown,
  lchownSync,
  link,
  linkSync,
  lutimes,
  lutimesSync,
  readlink,
  readlinkSync,
  realpath,
  realpathSync,
  rename,
  renameSync,
  symlink,
  symlinkSync,
  toLinkFlags,
  truncate,
  truncateSync,
  unlink,
  unlinkSync,
  utimes,
  utimesSync,
};
