// Work on paths and trees that a native half does in one trip, by functions of process.binding('fs'): realpath, readdir with
// subdirectories, rm, cp.
'use strict';
const { Buffer } = require('buffer');
const { S_IFDIR, S_IFLNK, S_IFMT } = require('fs/constants');
const { call, functions, run } = require('fs/legacy/steps');

const DIRENT_DIR = 2;
const MODE_FIELD = 1;
const INO_FIELD = 7;
const DEV_FIELD = 0;

function typeOf(values) {
  return Number(values[MODE_FIELD]) & S_IFMT;
}

function join(directory, name) {
  if (typeof directory === 'string' && typeof name === 'string') {
    return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
  }
  return Buffer.concat([Buffer.from(directory), Buffer.from('/'), Buffer.from(name)]);
}

// --- realpath. ---

function* resolveLinks(path) {
  const { resolve } = require('path');
  let resolved = '';
  let rest = path.split('/').filter(Boolean);
  const seen = new Map(); // link -> what it names
  while (rest.length > 0) {
    const place = `${resolved}/${rest.shift()}`;
    if (typeOf(yield ['lstat', place, true]) !== S_IFLNK) {
      resolved = place;
      continue;
    }
    let target = seen.get(place);
    if (target === undefined) {
      yield ['stat', place, false]; // a link that leads round in a circle fails here
      target = resolve(resolved || '/', yield ['readlink', place, undefined]);
      seen.set(place, target);
    }
    rest = [...target.split('/').filter(Boolean), ...rest];
    resolved = '';
  }
  return resolved || '/';
}

function* resolveAsBytes(path, latin1) {
  const resolved = yield* resolveLinks(`${path}`);
  return latin1 ? Buffer.from(resolved).toString('latin1') : resolved;
}

function realpath(path, latin1, done) {
  return run(resolveAsBytes(path, latin1), done);
}

// --- readdir. ---

/** A name as the native half gives it: text, or a character a byte. */
function asGiven(name, latin1) {
  return latin1 ? Buffer.from(name).toString('latin1') : name;
}

/**
 * The entries of one directory: [name, type, ...] or [name, ...]. Types that are not known are looked at.
 * @param {boolean} latin1 whether names are to be bytes
 */
function* list(path, withTypes, latin1) {
  const found = yield ['readdir', path, latin1 ? 'buffer' : undefined, withTypes];
  if (!withTypes) return found.map((name) => asGiven(name, latin1));
  const [names, types] = found;
  const entries = [];
  for (let i = 0; i < names.length; i++) {
    let type = types[i];
    if (type === 0) type = direntType(yield ['lstat', join(path, names[i]), false]);
    entries.push(asGiven(names[i], latin1), type);
  }
  return entries;
}

function direntType(values) {
  const constants = require('fs/constants');
  const names = { __proto__: null, S_IFREG: 'FILE', S_IFDIR: 'DIR', S_IFLNK: 'LINK', S_IFIFO: 'FIFO', S_IFSOCK: 'SOCKET',
                  S_IFCHR: 'CHAR', S_IFBLK: 'BLOCK' };
  const kind = Object.keys(names).find((name) => constants[name] === typeOf(values));
  return kind === undefined ? constants.UV_DIRENT_UNKNOWN : constants[`UV_DIRENT_${names[kind]}`];
}

/** All entries below `root`, directory by directory: [path, ...], or [name, type, parent, ...], the parents from `root`. */
function* listTree(root, withTypes, latin1, followLinks) {
  const entries = [];
  const waiting = [''];
  while (waiting.length > 0) {
    const parent = waiting.shift();
    const directory = parent === '' ? root : join(root, parent);
    const found = yield* list(directory, withTypes, latin1);
    for (let i = 0; i < found.length; i += withTypes ? 2 : 1) {
      const below = parent === '' ? found[i] : join(parent, found[i]);
      if (withTypes) entries.push(found[i], found[i + 1], parent);
      else entries.push(below);
      const known = withTypes && (found[i + 1] === DIRENT_DIR || !followLinks);
      if (known ? found[i + 1] === DIRENT_DIR : call('internalModuleStat', [join(root, below)]) === 1) waiting.push(below);
    }
  }
  return entries;
}

const { ONE, TREE } = binding('fs_dir');

function readdir(path, depth, withTypes, latin1, done) {
  const steps = depth === ONE ? list(path, withTypes, latin1) : listTree(path, withTypes, latin1, depth !== TREE);
  return run(steps, done);
}

// --- rm. ---

function removeNow(path, force, recursive, retries, delay) {
  const part = functions();
  const values = part.lstat(path, undefined, undefined, !force);
  if (values !== undefined && typeOf(values) === S_IFDIR && !recursive) throw isDirectory(path);
  part.rmSync(path, retries, recursive, delay);
}

function isDirectory(path) {
  const { uvException } = require('errors');
  return uvException({ errno: -21, syscall: 'rm', path }); // EISDIR, which fs words
}

/** Removes what is at `path`; what is not there is as good as removed where `force`. */
function* remove(path, force, recursive) {
  let values;
  try {
    values = yield ['lstat', path, undefined];
  } catch (error) {
    if (error.code === 'ENOENT' && force) return;
    throw error;
  }
  if (typeOf(values) !== S_IFDIR) return yield ['unlink', path];
  if (!recursive) throw isDirectory(path);
  yield* removeDirectory(path);
}

function* removeDirectory(path) {
  try {
    return yield ['rmdir', path];
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'EPERM') throw error;
  }
  for (const name of yield ['readdir', Buffer.from(path), 'buffer', false]) yield* remove(join(path, name), true, true);
  yield ['rmdir', path];
}

function rm(path, force, recursive, retries, delay, done) {
  if (done === undefined) return removeNow(path, force, recursive, retries, delay);
  return runByCallbacks(remove(path, force, recursive), done);
}

/** As run(); a promise is settled by callbacks, as Node's fs/promises does here. */
function runByCallbacks(steps, done) {
  if (done !== null) return run(steps, done);
  return new Promise((resolve, reject) => run(steps, (error, value) => (error ? reject(error) : resolve(value))));
}

function* removeTree(path) {
  const values = yield ['lstat', path, undefined];
  if (typeOf(values) !== S_IFDIR) return yield ['rmdir', path]; // which says why not
  yield* removeDirectory(path);
}

function rmdir(path, retries, delay, done) {
  return runByCallbacks(removeTree(path), done);
}

// --- cp: outcomes are what the native half gives: false, true for a directory whose contents come next, or what is wrong. ---

const native = binding('fs_copy');

function* lookAt(path, follow) {
  try {
    return (yield [follow ? 'stat' : 'lstat', path, true]).slice(); // the next one may come in the same list
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

const EINVAL = 22;
const EISDIR = 21;
const ENOTDIR = 20;
const EEXIST = 17;

function* checkPair(src, dest, flags) {
  const follow = (flags & native.DEREFERENCE) !== 0;
  const source = (yield [follow ? 'stat' : 'lstat', src, true]).slice();
  const target = yield* lookAt(dest, follow);
  const isDirectory = typeOf(source) === S_IFDIR;
  if (target !== null) {
    if (target[INO_FIELD] === source[INO_FIELD] && target[DEV_FIELD] === source[DEV_FIELD]) {
      return ['ERR_FS_CP_EINVAL', 'src and dest cannot be the same', dest, EINVAL];
    }
    if (isDirectory && typeOf(target) !== S_IFDIR) {
      return ['ERR_FS_CP_DIR_TO_NON_DIR', `cannot overwrite non-directory ${dest} with directory ${src}`, dest, EISDIR];
    }
    if (!isDirectory && typeOf(target) === S_IFDIR) {
      return ['ERR_FS_CP_NON_DIR_TO_DIR', `cannot overwrite directory ${dest} with non-directory ${src}`, dest, ENOTDIR];
    }
  }
  if (isDirectory && (flags & native.RECURSIVE) === 0) {
    return ['ERR_FS_EISDIR', `${src} is a directory (not copied)`, src, EISDIR];
  }
  if (isDirectory && `${dest}/`.startsWith(`${src}/`)) {
    return ['ERR_FS_CP_EINVAL', `cannot copy ${src} to a subdirectory of self ${dest}`, dest, EINVAL];
  }
  return { source, target };
}

function* makeParents(dest) {
  const parent = require('path').dirname(dest);
  if ((yield* lookAt(parent, true)) === null) yield ['mkdir', parent, 0o777, true];
}

function* copyOne(src, dest, flags, mode, isFirst) {
  const checked = yield* checkPair(src, dest, flags);
  if (Array.isArray(checked)) return checked;
  if (isFirst) yield* makeParents(dest);
  const { source, target } = checked;
  const type = typeOf(source);
  if (type === S_IFDIR) {
    if (target === null) yield ['mkdir', dest, 0o777, false];
    return true;
  }
  if (target !== null) {
    if ((flags & native.ERROR_ON_EXIST) !== 0) return ['ERR_FS_CP_EEXIST', `${dest} already exists`, dest, EEXIST];
    if ((flags & native.FORCE) === 0) return false;
    yield ['unlink', dest];
  }
  if (type === S_IFLNK) yield* copyLink(src, dest, flags);
  else yield* copyFile(src, dest, flags, mode, source);
  return false;
}

function* copyLink(src, dest, flags) {
  const { dirname, isAbsolute, resolve } = require('path');
  let target = yield ['readlink', src, undefined];
  if ((flags & native.VERBATIM_SYMLINKS) === 0 && !isAbsolute(target)) target = resolve(dirname(src), target);
  yield ['symlink', target, dest, 0];
}

function* copyFile(src, dest, flags, mode, source) {
  yield ['copyFile', src, dest, mode];
  if ((flags & native.PRESERVE_TIMESTAMPS) !== 0) yield ['utimes', dest, Number(source[10]), Number(source[12])];
  yield ['chmod', dest, Number(source[MODE_FIELD])];
}

function* leave(src, dest) {
  const source = yield ['stat', src, false];
  yield ['chmod', dest, Number(source[MODE_FIELD])];
}

function* copyTree(src, dest, flags, mode, isFirst) {
  const outcome = yield* copyOne(src, dest, flags, mode, isFirst);
  if (outcome !== true) return outcome;
  for (const name of yield ['readdir', src, undefined, false]) {
    const below = yield* copyTree(join(src, name), join(dest, name), flags, mode, false);
    if (below !== false) return below;
  }
  yield* leave(src, dest);
  return false;
}

function* checkOnly(src, dest, flags) {
  const checked = yield* checkPair(src, dest, flags);
  return Array.isArray(checked) ? checked : false;
}

function check(src, dest, flags, done) {
  if (done === undefined) {
    call('cpSyncCheckPaths', [src, dest, (flags & native.DEREFERENCE) !== 0, (flags & native.RECURSIVE) !== 0]);
    return false;
  }
  return run(checkOnly(src, dest, flags), done);
}

function copy(src, dest, flags, mode, done) {
  return run(copyTree(`${src}`, `${dest}`, flags, mode, true), done);
}

function copyEntry(src, dest, flags, mode, isFirst, done) {
  return run(copyOne(src, dest, flags, mode, isFirst), done);
}

function leaveDirectory(src, dest, done) {
  return run(leave(src, dest), done);
}

module.exports = { check, copy, copyEntry, leaveDirectory, readdir, realpath, rm, rmdir };
