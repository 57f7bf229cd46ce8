// node:fs: the face of the room. What is seldom used is loaded when it is first looked at.
// Also shown: file_handle, legacy/part, promises.
'use strict';
const constants = require('fs/constants');
const descriptors = require('fs/descriptors');
const directories = require('fs/directories');
const entries = require('fs/entries');
const stat = require('fs/stat');
const { toSeconds } = require('fs/arguments');
const { Dirent } = require('fs/dirent');
const { Stats } = require('fs/stats');
const wholeFiles = require('fs/whole_files');

let statsWarned = false;
const deprecatedStats = {
  Stats: function deprecated(...values) {
    if (!statsWarned) {
      statsWarned = true;
      require('process_object').emitWarning('fs.Stats constructor is deprecated.', 'DeprecationWarning', 'DEP0180');
    }
    return new.target ? Reflect.construct(Stats, values, new.target) : Reflect.apply(Stats, this, values);
  },
}.Stats;
Object.defineProperty(deprecatedStats, 'length', { __proto__: null, configurable: true, value: 14 });
Object.setPrototypeOf(deprecatedStats, Stats);
deprecatedStats.prototype = Stats.prototype;

// Functions, for programs call these with new.
function createReadStream(path, options) {
  return new fs.ReadStream(path, options);
}

/** A WriteStream (see fs/write_stream) of `path`; fs.WriteStream as a program may have replaced it. */
function createWriteStream(path, options) {
  return new fs.WriteStream(path, options);
}

const fs = {
  appendFile: wholeFiles.appendFile,
  appendFileSync: wholeFiles.appendFileSync,
  access: entries.access,
  accessSync: entries.accessSync,
  chown: entries.chown,
  chownSync: entries.chownSync,
  chmod: entries.chmod,
  chmodSync: entries.chmodSync,
  close: descriptors.close,
  closeSync: descriptors.closeSync,
  copyFile: entries.copyFile,
  copyFileSync: entries.copyFileSync,
  /** As fs/copy. */
  cp(src, dest, options, callback) {
    return require('fs/copy').cp(src, dest, options, callback);
  },
  /** As fs/copy. */
  cpSync(src, dest, options) {
    return require('fs/copy').cpSync(src, dest, options);
  },
  createReadStream,
  createWriteStream,
  exists: entries.exists,
  existsSync: entries.existsSync,
  fchown: descriptors.fchown,
  fchownSync: descriptors.fchownSync,
  fchmod: descriptors.fchmod,
  fchmodSync: descriptors.fchmodSync,
  fdatasync: descriptors.fdatasync,
  fdatasyncSync: descriptors.fdatasyncSync,
  fstat: descriptors.fstat,
  fstatSync: descriptors.fstatSync,
  fsync: descriptors.fsync,
  fsyncSync: descriptors.fsyncSync,
  ftruncate: descriptors.ftruncate,
  ftruncateSync: descriptors.ftruncateSync,
  futimes: descriptors.futimes,
  futimesSync: descriptors.futimesSync,
  /** As fs/glob. */
  glob(pattern, options, callback) {
    return require('fs/glob').glob(pattern, options, callback);
  },
  /** As fs/glob. */
  globSync(pattern, options) {
    return require('fs/glob').globSync(pattern, options);
  },
  lchown: entries.lchown,
  lchownSync: entries.lchownSync,
  lchmod: undefined,
  lchmodSync: undefined,
  link: entries.link,
  linkSync: entries.linkSync,
  lstat: stat.lstat,
  lstatSync: stat.lstatSync,
  lutimes: entries.lutimes,
  lutimesSync: entries.lutimesSync,
  mkdir: directories.mkdir,
  mkdirSync: directories.mkdirSync,
  mkdtemp: directories.mkdtemp,
  mkdtempSync: directories.mkdtempSync,
  mkdtempDisposableSync: directories.mkdtempDisposableSync,
  open: descriptors.open,
  openSync: descriptors.openSync,
  /** As fs/blob. */
  openAsBlob(path, options = { __proto__: null }) {
    return require('fs/blob').openAsBlob(path, options);
  },
  readdir: directories.readdir,
  readdirSync: directories.readdirSync,
  read: descriptors.read,
  readSync: descriptors.readSync,
  readv: descriptors.readv,
  readvSync: descriptors.readvSync,
  readFile: wholeFiles.readFile,
  readFileSync: wholeFiles.readFileSync,
  readlink: entries.readlink,
  readlinkSync: entries.readlinkSync,
  realpath: entries.realpath,
  realpathSync: entries.realpathSync,
  rename: entries.rename,
  renameSync: entries.renameSync,
  rm: directories.rm,
  rmSync: directories.rmSync,
  rmdir: directories.rmdir,
  rmdirSync: directories.rmdirSync,
  stat: stat.stat,
  statfs: stat.statfs,
  statSync: stat.statSync,
  statfsSync: stat.statfsSync,
  symlink: entries.symlink,
  symlinkSync: entries.symlinkSync,
  truncate: entries.truncate,
  truncateSync: entries.truncateSync,
  /** As fs/stat_watcher. */
  unwatchFile(filename, listener) {
    return require('fs/stat_watcher').unwatchFile(filename, listener);
  },
  unlink: entries.unlink,
  unlinkSync: entries.unlinkSync,
  utimes: entries.utimes,
  utimesSync: entries.utimesSync,
  /** As fs/watch. */
  watch(filename, options, listener) {
    return require('fs/watch').watch(filename, options, listener);
  },
  /** As fs/stat_watcher. */
  watchFile(filename, options, listener) {
    return require('fs/stat_watcher').watchFile(filename, options, listener);
  },
  writeFile: wholeFiles.writeFile,
  writeFileSync: wholeFiles.writeFileSync,
  write: descriptors.write,
  writeSync: descriptors.writeSync,
  writev: descriptors.writev,
  writevSync: descriptors.writevSync,
  Dirent,
  Stats: deprecatedStats,
};

/** A class of a file that is loaded when first accessed; programs may put another in its place. */
function defineClass(name, load) {
  let replaced;
  Object.defineProperty(fs, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: () => replaced ?? load(),
    set: (value) => { replaced = value; },
  });
}
defineClass('ReadStream', () => require('fs/read_stream').ReadStream);
defineClass('WriteStream', () => require('fs/write_stream').WriteStream);
// Their names in older versions.
defineClass('FileReadStream', () => require('fs/read_stream').ReadStream);
defineClass('FileWriteStream', () => require('fs/write_stream').WriteStream);
Object.defineProperty(fs, 'Utf8Stream', {
  __proto__: null, configurable: true, enumerable: true, get: () => require('fs/utf8_stream').Utf8Stream,
});

fs._toUnixTimestamp = function toUnixTimestamp(time) {
  return toSeconds(time);
};
fs.Dir = require('fs/dir').Dir;
fs.opendir = require('fs/dir').opendir;
fs.opendirSync = require('fs/dir').opendirSync;

let modesWarned = false;
for (const name of ['F_OK', 'R_OK', 'W_OK', 'X_OK']) {
  Object.defineProperty(fs, name, {
    __proto__: null,
    enumerable: false,
    get() {
      if (!modesWarned) {
        modesWarned = true;
        require('process_object').emitWarning(`fs.${name} is deprecated, use fs.constants.${name} instead`,
                                       'DeprecationWarning', 'DEP0176');
      }
      return constants[name];
    },
  });
}
Object.defineProperties(fs, {
  __proto__: null,
  constants: { __proto__: null, configurable: false, enumerable: true, value: constants },
  promises: { __proto__: null, configurable: true, enumerable: true, get: () => require('fs/promises') },
});

module.exports = fs;
