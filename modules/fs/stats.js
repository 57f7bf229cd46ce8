// Stats, BigIntStats and StatFs: what stat(), lstat(), fstat() and statfs() give.
'use strict';
const { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } = require('fs/constants');

const wideFileType = BigInt(S_IFMT);

function isOfType(stats, type) {
  return stats._checkModeProperty(type);
}

// Written as functions on enumerable prototypes: programs copy them, extend them and call Stats without new.
function StatsBase(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks) {
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
}

StatsBase.prototype.isDirectory = function() {
  return isOfType(this, S_IFDIR);
};
StatsBase.prototype.isFile = function() {
  return isOfType(this, S_IFREG);
};
StatsBase.prototype.isBlockDevice = function() {
  return isOfType(this, S_IFBLK);
};
StatsBase.prototype.isCharacterDevice = function() {
  return isOfType(this, S_IFCHR);
};
StatsBase.prototype.isSymbolicLink = function() {
  return isOfType(this, S_IFLNK);
};
StatsBase.prototype.isFIFO = function() {
  return isOfType(this, S_IFIFO);
};
StatsBase.prototype.isSocket = function() {
  return isOfType(this, S_IFSOCK);
};

/** The getters of atime, mtime, ctime and birthtime: Dates made from the milliseconds when first looked at. */
function defineTimes(prototype) {
  for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
    const milliseconds = `${name}Ms`;
    const settle = (stats, value) => {
      const property = { __proto__: null, configurable: true, enumerable: false, value, writable: true };
      Object.defineProperty(stats, name, property);
      return value;
    };
    Object.defineProperty(prototype, name, {
      __proto__: null,
      configurable: true,
      enumerable: true,
      // Half a millisecond more: a time of the file's may be a hair below the one that was set.
      get() { return settle(this, new Date(Number(this[milliseconds]) + 0.5)); },
      set(value) { settle(this, value); },
    });
  }
}

function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeMs;
  this.mtimeMs = mtimeMs;
  this.ctimeMs = ctimeMs;
  this.birthtimeMs = birthtimeMs;
}
Object.setPrototypeOf(Stats.prototype, StatsBase.prototype);
Object.setPrototypeOf(Stats, StatsBase);
defineTimes(Stats.prototype);
Stats.prototype._checkModeProperty = function(property) {
  return (this.mode & S_IFMT) === property;
};

function BigIntStats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeNs, mtimeNs, ctimeNs,
                     birthtimeNs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeNs / 1000000n;
  this.mtimeMs = mtimeNs / 1000000n;
  this.ctimeMs = ctimeNs / 1000000n;
  this.birthtimeMs = birthtimeNs / 1000000n;
  this.atimeNs = atimeNs;
  this.mtimeNs = mtimeNs;
  this.ctimeNs = ctimeNs;
  this.birthtimeNs = birthtimeNs;
}
Object.setPrototypeOf(BigIntStats.prototype, StatsBase.prototype);
Object.setPrototypeOf(BigIntStats, StatsBase);
defineTimes(BigIntStats.prototype);
BigIntStats.prototype._checkModeProperty = function(property) {
  return (this.mode & wideFileType) === BigInt(property);
};

/** Stats, or BigIntStats, of the numbers that the native half gives, from `offset` on. */
function statsFrom(values, offset = 0) {
  const Class = values instanceof Float64Array ? Stats : BigIntStats;
  return new Class(values[offset], values[offset + 1], values[offset + 2], values[offset + 3], values[offset + 4],
                   values[offset + 5], values[offset + 6], values[offset + 7], values[offset + 8], values[offset + 9],
                   values[offset + 10], values[offset + 11], values[offset + 12], values[offset + 13]);
}

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
