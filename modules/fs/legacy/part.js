// process.binding('fs') (deprecated): functions with Node's signatures over the native halves. Without a request the work is done
// at once; with an FSReqCallback, its oncomplete(error, value) is called; with kUsePromises, there is a promise.
//
// Programs put functions of their own in their place (mock-fs does) and expect fs to call those. From the first one on, it does:
// redirect.js.
'use strict';
const { uvException } = require('errors');
const { encodeName, toDescriptor, wantsBytes } = require('fs/arguments');
const { OF_LINK, OF_PATH } = require('fs/stat');
const { decode } = require('fs/whole_files');

// As they are now: redirect.js puts others into the native halves.
const descriptor = { ...binding('fs_descriptor') };
const directory = { ...binding('fs_dir') };
const entry = { ...binding('fs_entry') };
const tree = { ...binding('fs_tree') };
const whole = { ...binding('fs_whole_file') };
const copy = { ...binding('fs_copy') };

const kUsePromises = Symbol('fs_use_promises_symbol');
const ENOENT = -2;
const ENOTDIR = -20;
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;

/** What an operation is given that shall not wait: `oncomplete(error, value)` is called. */
class FSReqCallback {}

/**
 * Begins `work`, in the form that `request` asks for.
 * @param {Function} work of a native half: its arguments, then nothing, a callback, or null for a promise
 * @param {(value: any) => any} [convert] what the native half gave, into what Node's binding gives
 */
function begin(work, args, request, convert = (value) => value) {
  if (request === undefined || request === null) return convert(work(...args));
  if (request === kUsePromises) return work(...args, null).then(convert);
  work(...args, (error, value) => {
    if (error) request.oncomplete(error);
    else if (value === undefined) request.oncomplete(null);
    else request.oncomplete(null, convert(value));
  });
}

/** As begin(); what fails at once is noted in `context`, where there is one. */
function beginWithin(context, work, args, request) {
  if (request !== undefined || context === null || typeof context !== 'object') return begin(work, args, request);
  try {
    return work(...args);
  } catch (error) {
    if (error.errno === undefined) throw error;
    context.errno = error.errno;
    context.code = error.code;
    context.syscall = error.syscall;
  }
}

// --- Statistics: dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks; then each time as seconds and nanoseconds. ---

const FIELDS = 18;
const PLAIN_FIELDS = 10;
const SECOND_NS = 1000000000n;
const statValues = new Float64Array(2 * FIELDS);
const bigintStatValues = new BigInt64Array(2 * FIELDS);

/** Fills `list` from the native half's BigInts, whose times are nanoseconds. */
function fillFields(values, list) {
  const put = list instanceof Float64Array ? Number : (value) => value;
  for (let i = 0; i < PLAIN_FIELDS; i++) list[i] = put(values[i]);
  for (let i = PLAIN_FIELDS, to = PLAIN_FIELDS; to < FIELDS; i++, to += 2) {
    const nanoseconds = ((values[i] % SECOND_NS) + SECOND_NS) % SECOND_NS;
    list[to] = put((values[i] - nanoseconds) / SECOND_NS);
    list[to + 1] = put(nanoseconds);
  }
  return list;
}

function statistics(work, args, isBigint, request) {
  return begin(work, args, request,
               (values) => fillFields(values, new (isBigint ? BigInt64Array : Float64Array)(FIELDS)));
}

/** Statistics of a path now, in the lists that are there for that; undefined where nothing is and `throwIfNone` is false. */
function statNow(path, subject, isBigint, throwIfNone) {
  const values = new BigInt64Array(14);
  const errno = entry.statBigInto(path, subject, values);
  if (errno === 0) return fillFields(values, isBigint ? bigintStatValues : statValues);
  if (throwIfNone === false && (errno === ENOENT || (errno === ENOTDIR && subject === OF_PATH))) return undefined;
  throw uvException({ errno, syscall: subject === OF_LINK ? 'lstat' : 'stat', path });
}

function statPath(subject) {
  return (path, isBigint, request, throwIfNone) => (
    request === undefined || request === null ? statNow(path, subject, isBigint, throwIfNone) :
      statistics(entry.statBig, [path, subject], isBigint, request));
}

/** type, bsize, blocks, bfree, bavail, files, ffree */
function listOfFileSystem(values, isBigint) {
  return isBigint ? BigInt64Array.from(values) : Float64Array.from(values, Number);
}

// --- Names. ---

/** What `work` gives is a name, which comes over as bytes where it is not to be text in UTF-8. */
function named(work, args, encoding, request) {
  return begin(work, [...args, wantsBytes(encoding)], request, (name) => encodeName(name, encoding));
}

/** [names] or [[names], [types]] of the native half's list. */
function listing(list, encoding, withTypes) {
  if (!withTypes) return list.map((name) => encodeName(name, encoding));
  const names = [];
  const types = [];
  for (let i = 0; i < list.length; i += 2) {
    names.push(encodeName(list[i], encoding));
    types.push(list[i + 1]);
  }
  return [names, types];
}

// --- Files of promises. ---

/** What openFileHandle() gives. */
class FileHandle {
  #fd;

  constructor(fd) {
    this.#fd = fd;
  }

  /** The descriptor, -1 once closed. */
  get fd() {
    return this.#fd;
  }

  getAsyncId() {
    return require('async_ids').newAsyncId();
  }

  /** @returns {Promise<void>} */
  close() {
    const fd = this.#fd;
    this.#fd = -1;
    return descriptor.close(fd, null);
  }

  /** Gives the descriptor away. */
  releaseFD() {
    const fd = this.#fd;
    this.#fd = -1;
    return fd;
  }
}

/** fs.cp's outcome, which is thrown where it is an error. */
function copied(outcome, src, dest) {
  require('fs/copy').settledNow(outcome, src, dest);
}

function copyFlags(named) {
  let flags = 0;
  for (const name of Object.keys(named)) if (named[name]) flags |= copy[name];
  return flags;
}

function position(value) {
  return typeof value === 'number' || typeof value === 'bigint' ? value : -1;
}

const part = {
  access: (path, mode, request) => begin(entry.access, [path, mode ?? 0], request),
  close: (fd, request) => begin(descriptor.close, [toDescriptor(fd)], request),
  existsSync: (path) => entry.exists(path),
  open: (path, flags, mode, request) => begin(descriptor.open, [path, flags, mode], request),
  openFileHandle: (path, flags, mode, request) => begin(descriptor.open, [path, flags, mode], request,
                                                        (fd) => new FileHandle(fd)),
  read: (fd, buffer, offset, length, at, request) =>
    (request === undefined ? descriptor.readSync(fd, buffer, offset, length, position(at)) :
      begin(descriptor.read, [fd, buffer, offset, length, position(at)], request)),
  readFileUtf8: (file, flags) => decode(typeof file === 'number' ? whole.readDescriptorText(file, undefined) :
    whole.readText(file, flags, undefined), 'utf8'),
  readBuffers: (fd, buffers, at, request) => begin(descriptor.readv, [fd, buffers, position(at)], request),
  fdatasync: (fd, request) => begin(descriptor.fdatasync, [fd], request),
  fsync: (fd, request) => begin(descriptor.fsync, [fd], request),
  rename: (from, to, request) => begin(entry.rename, [from, to], request),
  ftruncate: (fd, length, request) => begin(descriptor.ftruncate, [fd, length ?? 0], request),
  rmdir: (path, request) => begin(entry.rmdir, [path], request),
  rmSync: (path, retries, recursive, delay) => tree.rm(path, true, recursive, retries, delay),
  mkdir: (path, mode, recursive, request) => begin(tree.mkdir, [path, mode, Boolean(recursive), false], request),
  readdir: (path, encoding, withTypes, request) =>
    begin(directory.readdir, [path, directory.ONE, Boolean(withTypes), wantsBytes(encoding)], request,
          (list) => listing(list, encoding, withTypes)),
  internalModuleStat(...args) {
    const type = entry.typeOf(args.at(-1)); // behind another argument in older versions
    if (type < 0) return ENOENT;
    return (type & S_IFMT) === S_IFDIR ? 1 : 0;
  },
  stat: statPath(OF_PATH),
  lstat: statPath(OF_LINK),
  fstat(fd, isBigint, request) {
    toDescriptor(fd);
    if (request !== undefined && request !== null) return statistics(entry.fstatBig, [fd], isBigint, request);
    return fillFields(entry.fstatBig(fd), isBigint ? bigintStatValues : statValues);
  },
  statfs: (path, isBigint, request) => begin(entry.statfs, [path], request, (values) => listOfFileSystem(values, isBigint)),
  link: (existing, added, request) => begin(entry.link, [existing, added], request),
  symlink: (target, path, flags, request) => begin(entry.symlink, [target, path, flags], request),
  readlink: (path, encoding, request) => named(entry.readlink, [path], encoding, request),
  unlink: (path, request) => begin(entry.unlink, [path], request),
  writeBuffer: (fd, buffer, offset, length, at, request, context) =>
    (request === undefined ?
      beginWithin(context, descriptor.writeSync, [fd, buffer, offset, length, position(at)], request) :
      begin(descriptor.write, [fd, buffer, offset, length, position(at)], request)),
  writeBuffers: (fd, buffers, at, request) => begin(descriptor.writev, [fd, buffers, position(at)], request),
  writeString(fd, text, at, encoding, request, context) {
    if (encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8') {
      return beginWithin(context, descriptor.writeString, [fd, text, position(at)], request);
    }
    const bytes = require('buffer').Buffer.from(text, encoding);
    return part.writeBuffer(fd, bytes, 0, bytes.length, at, request, context);
  },
  writeFileUtf8: (file, text, flags, mode) =>
    (typeof file === 'number' ? whole.writeDescriptor(file, text, false, undefined) :
      whole.writeFile(file, text, flags, mode, false, undefined)),
  realpath: (path, encoding, request) => named(tree.realpathNative, [path], encoding, request),
  copyFile: (src, dest, mode, request) => begin(entry.copyFile, [src, dest, mode ?? 0], request),
  chmod: (path, mode, request) => begin(entry.chmod, [path, mode], request),
  fchmod: (fd, mode, request) => begin(descriptor.fchmod, [fd, mode], request),
  chown: (path, uid, gid, request) => begin(entry.chown, [path, uid, gid], request),
  fchown: (fd, uid, gid, request) => begin(descriptor.fchown, [fd, uid, gid], request),
  lchown: (path, uid, gid, request) => begin(entry.lchown, [path, uid, gid], request),
  utimes: (path, atime, mtime, request) => begin(entry.utimes, [path, atime, mtime], request),
  futimes: (fd, atime, mtime, request) => begin(descriptor.futimes, [fd, atime, mtime], request),
  lutimes: (path, atime, mtime, request) => begin(entry.lutimes, [path, atime, mtime], request),
  mkdtemp: (prefix, encoding, request) => named(entry.mkdtemp, [prefix], encoding, request),
  cpSyncCheckPaths(src, dest, dereference, recursive) {
    copied(copy.check(src, dest, copyFlags({ DEREFERENCE: dereference, RECURSIVE: recursive })), src, dest);
  },
  cpSyncOverrideFile(src, dest, mode, preserveTimestamps) {
    copied(copy.copy(src, dest, copyFlags({ FORCE: true, PRESERVE_TIMESTAMPS: preserveTimestamps }), mode), src, dest);
  },
  cpSyncCopyDir(src, dest, force, dereference, errorOnExist, verbatimSymlinks, preserveTimestamps) {
    const flags = copyFlags({ FORCE: force, DEREFERENCE: dereference, ERROR_ON_EXIST: errorOnExist, RECURSIVE: true,
                              VERBATIM_SYMLINKS: verbatimSymlinks, PRESERVE_TIMESTAMPS: preserveTimestamps });
    copied(copy.copy(src, dest, flags, 0), src, dest);
  },
  kFsStatsFieldsNumber: FIELDS,
  FSReqCallback,
  FileHandle,
  kUsePromises,
  statValues,
  bigintStatValues,
  statFsValues: new Float64Array(7),
  bigintStatFsValues: new BigInt64Array(7),
};

/**
 * The part as programs get it. Its properties are data properties, as on Node, which whoever replaces them may look at: so it is
 * the definition of one that is noticed, by a trap, and nothing else is slower.
 */
const shown = new Proxy(part, {
  __proto__: null,
  defineProperty(target, name, property) {
    if (typeof target[name] === 'function' && property.value !== target[name]) require('fs/legacy/redirect').redirect(shown);
    return Reflect.defineProperty(target, name, property);
  },
});

module.exports = shown;
