// node:fs/promises. One call is one trip to the pool.
'use strict';
const { keys } = require('intrinsics');
const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');
const { parseFileMode, validateInteger } = require('validators');
const { encodeName, toAccessMode, toFlags, toOptions, toPath, toSeconds, wantsBytes } = require('fs/arguments');
const constants = require('fs/constants');
const { checkOwner } = require('fs/descriptors');
const directories = require('fs/directories');
const { opendir: opendirWithCallback } = require('fs/dir');
const { toLinkFlags } = require('fs/entries');
const { OF_LINK, OF_PATH } = require('fs/stat');
const { FileHandle, abortable, isIterable, traced, writePieces } = require('fs/file_handle');
const { statFsFrom, statsFrom } = require('fs/stats');
const wholeFiles = require('fs/whole_files');
const { promisify } = require('promisify');
const native = binding('fs_entry');
const nativeDescriptor = binding('fs_descriptor');
const nativeTree = binding('fs_tree');
const nativeWhole = binding('fs_whole_file');
const nativeDir = binding('fs_dir');
const { tracking } = require('async_ids');
const { trackRequests } = require('async_ids/requests');

const { ONE, TREE, TREE_AND_LINKS } = nativeDir;

for (const requests of [native, nativeDescriptor, nativeTree, nativeWhole]) {
  const types = { __proto__: null };
  for (const name of keys(requests)) {
    if (typeof requests[name] === 'function' && name !== 'close') types[name] = 'FSREQPROMISE';
  }
  trackRequests(requests, types, { __proto__: null, promisesOnly: true });
}
trackRequests(nativeDir, { __proto__: null, readdir: 'FSREQPROMISE' }, { __proto__: null, promisesOnly: true });

/** What a native promise settles to; its error gets the stack of the async functions that wait for it. */
async function settled(promise) {
  try {
    return await promise;
  } catch (error) {
    throw traced(error, settled);
  }
}

/** As fs.access(). @returns {Promise<void>} */
async function access(path, mode = undefined) {
  return await settled(native.access(toPath(path), toAccessMode(mode), null));
}

/** As fs.copyFile(). @returns {Promise<void>} */
async function copyFile(src, dest, mode) {
  src = toPath(src, 'src');
  dest = toPath(dest, 'dest');
  return await settled(native.copyFile(src, dest, toAccessMode(mode), null));
}

/** As fs.cp(). @returns {Promise<void>} */
async function cp(src, dest, options) {
  return require('fs/copy').cpPromise(src, dest, options);
}

/** As fs.glob(). @returns {AsyncGenerator<string | Dirent>} */
async function* glob(pattern, options) {
  yield* require('fs/glob').globIterator(pattern, options);
}

/** @returns {Promise<FileHandle>} */
async function open(path, flags, mode) {
  path = toPath(path);
  const flagNumber = toFlags(flags);
  const bits = parseFileMode(mode, 'mode', 0o666) | 0;
  return new FileHandle(await settled(nativeDescriptor.open(path, flagNumber, bits, null)));
}

/** As fs.rename(). @returns {Promise<void>} */
async function rename(oldPath, newPath) {
  oldPath = toPath(oldPath, 'oldPath');
  newPath = toPath(newPath, 'newPath');
  return await settled(native.rename(oldPath, newPath, null));
}

/** As fs.truncate(). @returns {Promise<void>} */
async function truncate(path, len = 0) {
  path = toPath(path);
  validateInteger(len, 'len');
  return await settled(native.truncate(path, Math.max(0, len), null));
}

/** As fs.rm(). @returns {Promise<void>} */
async function rm(path, options) {
  path = toPath(path);
  const { force, recursive, maxRetries, retryDelay } = directories.toRmOptions(options);
  try {
    return await nativeTree.rm(path, force, recursive, maxRetries, retryDelay, null);
  } catch (error) {
    throw directories.removalError(traced(error));
  }
}

/** As fs.rmdir(). @returns {Promise<void>} */
async function rmdir(path, options) {
  path = toPath(path);
  if (options !== undefined) options = directories.toRemovalOptions(options);
  if (!options?.recursive) return await settled(native.rmdir(path, null));
  directories.warnOfRecursiveRmdir();
  return await settled(nativeTree.rmdir(path, options.maxRetries, options.retryDelay, null));
}

/** As fs.mkdir(). @returns {Promise<string | undefined>} with recursive, the first directory made */
async function mkdir(path, options) {
  const { mode, recursive } = directories.toMkdirOptions(options);
  const first = await settled(nativeTree.mkdir(toPath(path), mode, recursive, false, null));
  return recursive ? first : undefined;
}

/** As fs.readdir(). @returns {Promise<Array<string | Buffer | Dirent>>} */
async function readdir(path, options) {
  options = toOptions(options);
  path = toPath(path);
  directories.checkReaddirOptions(options);
  const { encoding, recursive, withFileTypes } = options;
  const tree = withFileTypes ? TREE : TREE_AND_LINKS;
  const list = await settled(nativeDir.readdir(path, recursive ? tree : ONE, !!withFileTypes, wantsBytes(encoding), null));
  return directories.listingOf(list, path, options);
}

/** As fs.readlink(). @returns {Promise<string | Buffer>} */
async function readlink(path, options) {
  const { encoding } = toOptions(options);
  return encodeName(await settled(native.readlink(toPath(path, 'oldPath'), wantsBytes(encoding), null)), encoding);
}

/** As fs.symlink(). @returns {Promise<void>} */
async function symlink(target, path, type) {
  const flags = toLinkFlags(type);
  target = toPath(target, 'target');
  return await settled(native.symlink(target, toPath(path), flags, null));
}

/** As fs.lstat(). @returns {Promise<Stats | BigIntStats>} */
async function lstat(path, options = { __proto__: null, bigint: false }) {
  path = toPath(path);
  return statsFrom(await settled((options.bigint ? native.statBig : native.stat)(path, OF_LINK, null)));
}

/** As fs.stat(). @returns {Promise<Stats | BigIntStats>} */
async function stat(path, options = { __proto__: null, bigint: false }) {
  path = toPath(path);
  return statsFrom(await settled((options.bigint ? native.statBig : native.stat)(path, OF_PATH, null)));
}

/** As fs.statfs(). @returns {Promise<StatFs>} */
async function statfs(path, options = { __proto__: null, bigint: false }) {
  return statFsFrom(await settled(native.statfs(toPath(path), null)), options.bigint);
}

/** As fs.link(). @returns {Promise<void>} */
async function link(existingPath, newPath) {
  existingPath = toPath(existingPath, 'existingPath');
  newPath = toPath(newPath, 'newPath');
  return await settled(native.link(existingPath, newPath, null));
}

/** As fs.unlink(). @returns {Promise<void>} */
async function unlink(path) {
  return await settled(native.unlink(toPath(path), null));
}

/** As fs.chmod(). @returns {Promise<void>} */
async function chmod(path, mode) {
  path = toPath(path);
  return await settled(native.chmod(path, parseFileMode(mode, 'mode') | 0, null));
}

/** Known on macOS only: rejects with ERR_METHOD_NOT_IMPLEMENTED. */
async function lchmod(path, mode) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('lchmod()');
}

/** As fs.lchown(). @returns {Promise<void>} */
async function lchown(path, uid, gid) {
  path = toPath(path);
  checkOwner(uid, gid);
  return await settled(native.lchown(path, uid >>> 0, gid >>> 0, null));
}

/** As fs.chown(). @returns {Promise<void>} */
async function chown(path, uid, gid) {
  path = toPath(path);
  checkOwner(uid, gid);
  return await settled(native.chown(path, uid >>> 0, gid >>> 0, null));
}

/** As fs.utimes(). @returns {Promise<void>} */
async function utimes(path, atime, mtime) {
  path = toPath(path);
  return await settled(native.utimes(path, toSeconds(atime), toSeconds(mtime), null));
}

/** As fs.lutimes(). @returns {Promise<void>} */
async function lutimes(path, atime, mtime) {
  path = toPath(path);
  return await settled(native.lutimes(path, toSeconds(atime), toSeconds(mtime), null));
}

/** As fs.realpath.native(). @returns {Promise<string | Buffer>} */
async function realpath(path, options) {
  const { encoding } = toOptions(options);
  return encodeName(await settled(nativeTree.realpathNative(toPath(path), wantsBytes(encoding), null)), encoding);
}

/** As fs.mkdtemp(). @returns {Promise<string | Buffer>} */
async function mkdtemp(prefix, options) {
  const { encoding } = toOptions(options);
  return encodeName(await settled(native.mkdtemp(directories.toPrefix(prefix), wantsBytes(encoding), null)), encoding);
}

/** As mkdtemp(), as an object that removes the directory when it is disposed of. */
async function mkdtempDisposable(prefix, options) {
  const path = await mkdtemp(prefix, options);
  // The working directory may be another one by then.
  const fullPath = require('path').resolve(`${path}`);
  const remove = async () => {
    await rm(fullPath, { maxRetries: 0, recursive: true, force: true, retryDelay: 0 });
  };
  return {
    path,
    remove,
    async [Symbol.asyncDispose]() {
      await remove();
    },
  };
}

function toWriteFlags(options) {
  return toFlags(options.flag ?? 'w');
}

/** Writes what an iterable or a stream gives, piece by piece. */
async function writeIterable(path, pieces, options, flush) {
  const flags = toWriteFlags(options);
  const mode = parseFileMode(options.mode, 'mode', 0o666) | 0;
  const handle = new FileHandle(await nativeDescriptor.open(toPath(path), flags, mode, null));
  try {
    await writePieces(handle.fd, pieces, options, flush);
  } finally {
    await handle.close();
  }
}

/**
 * @param {string | Buffer | URL | FileHandle} path
 * @param {string | ArrayBufferView | Iterable | AsyncIterable | stream.Readable} data
 * @param {string | {encoding?: string, mode?: number, flag?: string, flush?: boolean, signal?: AbortSignal}} [options]
 */
async function writeFile(path, data, options) {
  options = toOptions(options, wholeFiles.writeDefaults);
  const flush = wholeFiles.checkFlush(options);
  if (path instanceof FileHandle) return path.writeFile(data, options);
  const { signal } = options;
  if (isIterable(data)) {
    if (signal?.aborted) return await abortable(signal);
    return await settled(writeIterable(path, data, options, flush));
  }
  const content = wholeFiles.toContent(data, options.encoding);
  const flags = toWriteFlags(options);
  const mode = parseFileMode(options.mode, 'mode', 0o666) | 0;
  path = toPath(path);
  if (tracking.on) {
    return await settled(byHandle(path, options.flag, mode, (handle) => handle.writeFile(data, options)));
  }
  if (signal === undefined || signal === null) {
    return await settled(nativeWhole.writeFile(path, content, flags, mode, flush, undefined, null));
  }
  return await settled(abortable(signal, (flag) => nativeWhole.writeFile(path, content, flags, mode, flush, flag, null)));
}

/** As writeFile(), at the end of the file. @returns {Promise<void>} */
async function appendFile(path, data, options) {
  return writeFile(path, data, wholeFiles.toAppendOptions(options));
}

// Step by step, for those who follow each step by async_hooks.
async function byHandle(path, flag, mode, use) {
  const handle = await open(path, flag, mode);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/**
 * @param {string | Buffer | URL | FileHandle} path
 * @param {string | {encoding?: string, flag?: string, signal?: AbortSignal}} [options]
 */
async function readFile(path, options) {
  options = toOptions(options, wholeFiles.readDefaults);
  if (path instanceof FileHandle) return path.readFile(options);
  const { encoding, signal } = options;
  const flags = toFlags(options.flag);
  path = toPath(path);
  if (tracking.on) {
    return await settled(byHandle(path, options.flag, undefined, (handle) => handle.readFile(options)));
  }
  const read = wholeFiles.wantsText(encoding) ? nativeWhole.readText : nativeWhole.readFile;
  if (signal === undefined || signal === null) {
    return wholeFiles.decode(await settled(read(path, flags, undefined, null)), encoding);
  }
  return wholeFiles.decode(await settled(abortable(signal, (flag) => read(path, flags, flag, null))), encoding);
}

/**
 * The events of fs.watch(), one by one; options: persistent, recursive, encoding, signal, maxQueue (2048) and overflow
 * ('ignore' or 'throw') for what comes faster than it is taken.
 * @returns {AsyncGenerator<{eventType: string, filename: string | Buffer | null}>}
 */
const watch = async function* _watch(filename, options = { __proto__: null }) {
  yield* require('fs/watch').watchIterator(filename, options);
};

module.exports = {
  access,
  copyFile,
  cp,
  glob,
  open,
  opendir: promisify(opendirWithCallback),
  rename,
  truncate,
  rm,
  rmdir,
  mkdir,
  readdir,
  readlink,
  symlink,
  lstat,
  stat,
  statfs,
  link,
  unlink,
  chmod,
  lchmod,
  lchown,
  chown,
  utimes,
  lutimes,
  realpath,
  mkdtemp,
  mkdtempDisposable,
  writeFile,
  appendFile,
  readFile,
  watch,
  constants,
};
