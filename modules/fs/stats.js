// Stats, BigIntStats and StatFs: what stat(), lstat(), fstat() and statfs() give. The native half gives lists of numbers.
'use strict';
const constants = require('fs/constants');

const kTimes = ['atime', 'mtime', 'ctime', 'birthtime']; // names of the times, in the order of their numbers
const kNanosecondsInMillisecond = 1_000_000n;

// --- What both classes have. Their methods can be enumerated: programs copy them. ---

function StatsBase() {}

const kinds = {
  __proto__: null,
  isDirectory: constants.S_IFDIR,
  isFile: constants.S_IFREG,
  isBlockDevice: constants.S_IFBLK,
  isCharacterDevice: constants.S_IFCHR,
  isSymbolicLink: constants.S_IFLNK,
  isFIFO: constants.S_IFIFO,
  isSocket: constants.S_IFSOCK,
};
for (const method of Object.keys(kinds)) {
  const type = kinds[method];
  // By a method that each class has of its own, and that programs put in for files of theirs.
  StatsBase.prototype[method] = function() { return this._checkModeProperty(type); };
}

/** Makes `Class` one of the two. */
function derive(Class) {
  Object.setPrototypeOf(Class, StatsBase);
  Object.setPrototypeOf(Class.prototype, StatsBase.prototype);
  for (const name of kTimes) defineTime(Class.prototype, name);
}

/** An accessor of a Date: made of the milliseconds when it is first read, and a property of the object from then on. */
function defineTime(prototype, name) {
  const milliseconds = `${name}Ms`;
  function keep(stats, value) {
    Object.defineProperty(stats, name, { __proto__: null, configurable: false, enumerable: false, value, writable: true });
    return value;
  }
  Object.defineProperty(prototype, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    // A Date cuts off what is less than a millisecond; the time may be a hair below the one that a program had set.
    get() { return keep(this, new Date(Number(this[milliseconds]) + 0.5)); },
    set(value) { keep(this, value); },
  });
}

// --- The classes. ---

/** fs.Stats: numbers as the kernel has them, times in milliseconds. Programs call it without `new`, too, on objects of theirs. */
function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs) {
  this.dev = dev;
  this.mode = mode;
  this.nlink = nlink;
  this.uid = uid;
  this.gid = gid;
  this.rdev = rdev;
  this.blksize = blksize;
  this.ino = ino;
  this.size = size;
  this.blocks = blocks;
  this.atimeMs = atimeMs;
  this.mtimeMs = mtimeMs;
  this.ctimeMs = ctimeMs;
  this.birthtimeMs = birthtimeMs;
}
derive(Stats);

const typeMask = constants.S_IFMT; // of the part of st_mode that is the type of a file
Stats.prototype._checkModeProperty = function(type) { return (this.mode & typeMask) === type; };

/** The same of BigInts, with times in nanoseconds besides: ten numbers, then the four times in nanoseconds. */
function BigIntStats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, ...times) {
  const milliseconds = times.map((nanoseconds) => nanoseconds / kNanosecondsInMillisecond);
  Stats.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, ...milliseconds);
  for (let i = 0; i < kTimes.length; i++) this[`${kTimes[i]}Ns`] = times[i];
}
derive(BigIntStats);
BigIntStats.prototype._checkModeProperty = function(type) { return (this.mode & BigInt(typeMask)) === BigInt(type); };

/**
 * @param {Float64Array|BigInt64Array|BigUint64Array} values of the native half, those of one file from `offset` on
 * @returns {Stats|BigIntStats}
 */
function statsFrom(values, offset = 0) {
  const Class = values instanceof Float64Array ? Stats : BigIntStats;
  return new Class(values[offset], values[offset + 1], values[offset + 2], values[offset + 3], values[offset + 4],
                   values[offset + 5], values[offset + 6], values[offset + 7], values[offset + 8], values[offset + 9],
                   values[offset + 10], values[offset + 11], values[offset + 12], values[offset + 13]);
}

/** What is known of a file system. `type` is its magic number, `bsize` the size of a block in bytes; the others count. */
class StatFs {
  constructor(type, bsize, blocks, bfree, bavail, files, ffree) {
    this.type = type;
    this.bsize = bsize;
    this.blocks = blocks;
    this.bfree = bfree;
    this.bavail = bavail;
    this.files = files;
    this.ffree = ffree;
  }
}

function statFsFrom(values, big) {
  return big ? new StatFs(...values) : new StatFs(...Array.from(values, Number));
}

module.exports = { Stats, StatFs, statFsFrom, statsFrom };
