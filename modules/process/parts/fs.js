// process.binding('fs'): file operations with a request behind the arguments, whose oncomplete(error, value) is called;
// without one they are done at once.
'use strict';
const fs = require('fs');

/** What an operation is given that shall not wait: `oncomplete(error, value)` is called. */
class FSReqCallback {
  /** @param {boolean} [bigint] whether statistics are bigints */
  constructor(bigint = false) {
    this.bigint = bigint;
  }
}

const SECOND_MS = 1000n;
const MS_NS = 1000000n;

/** Statistics as a list: dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, then times as pairs. */
function listOf(stats, isBigint) {
  const { dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks } = stats;
  const list = [dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks];
  for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
    const nanoseconds = stats[`${name}Ns`];
    const second = SECOND_MS * MS_NS;
    list.push(nanoseconds / second, nanoseconds % second);
  }
  return isBigint ? BigInt64Array.from(list) : Float64Array.from(list, Number);
}

function statistics(name) {
  return (target, isBigint, request) => operation(name, 1, (stats) => listOf(stats, isBigint))(
    target, ...(request === undefined ? [] : [request]), { bigint: true });
}

/** `count` arguments go to fs[name]; behind them may come a request, and options that only we give. */
function operation(name, count, convert = (value) => value) {
  return { [name](...args) {
    const own = args.slice(0, count);
    const request = args.slice(count).find((item) => item instanceof FSReqCallback);
    const options = args.slice(count).find((item) => item?.bigint === true && !(item instanceof FSReqCallback));
    if (options !== undefined) own.push(options);
    if (request === undefined) return convert(fs[`${name}Sync`](...own));
    fs[name](...own, (error, value) => {
      if (error) request.oncomplete(error);
      else if (value === undefined) request.oncomplete(null);
      else request.oncomplete(null, convert(value));
    });
    return undefined;
  } }[name];
}

const COUNTS = {
  access: 2, close: 1, open: 3, read: 5, fdatasync: 1, fsync: 1, rename: 2, ftruncate: 2, rmdir: 1, link: 2, unlink: 1,
  chmod: 2, fchmod: 2, chown: 3, fchown: 3, lchown: 3, utimes: 3, futimes: 3, lutimes: 3, copyFile: 3, readlink: 2,
  mkdtemp: 2, realpath: 2,
};

const part = { FSReqCallback, existsSync: fs.existsSync };
for (const name of Object.keys(COUNTS)) part[name] = operation(name, COUNTS[name]);
for (const name of ['stat', 'lstat', 'fstat']) part[name] = statistics(name);

/** @param {boolean} recursive */
part.mkdir = (path, mode, recursive, request) => operation('mkdir', 2)(path, { mode, recursive }, request);
/** @param {boolean} withTypes */
part.readdir = (path, encoding, withTypes, request) =>
  operation('readdir', 2)(path, { encoding, withFileTypes: Boolean(withTypes) }, request);
part.symlink = (target, path, flags, request) => operation('symlink', 2)(target, path, request);
part.writeBuffer = (fd, buffer, offset, length, position, request) =>
  operation('write', 5)(fd, buffer, offset, length, position, request);
part.writeString = (fd, text, position, encoding, request) =>
  operation('write', 4)(fd, text, position, encoding, request);
part.internalModuleStat = (...args) => {
  const stats = fs.statSync(args.at(-1), { throwIfNoEntry: false });
  if (stats === undefined) return -2;
  return stats.isDirectory() ? 1 : 0;
};
part.kFsStatsFieldsNumber = 18;
part.statValues = new Float64Array(36);
part.bigintStatValues = new BigInt64Array(36);

module.exports = part;
