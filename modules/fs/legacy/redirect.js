// From the first function on that a program replaced in process.binding('fs'), fs does all of its work by what is there: the
// native halves' functions give way, in place, to these. Each takes what the native one takes (arguments; then nothing, a
// callback, or null for a promise) and passes it on as Node would.
'use strict';
const { OF_LINK } = require('fs/stat');
const { statsFrom } = require('fs/stats');
const { S_IFMT } = require('fs/constants');
const { call, functions, isForeign, run, useFunctions } = require('fs/legacy/steps');
const trees = require('fs/legacy/trees');
const wholeFiles = require('fs/legacy/whole_files');

const PLAIN_FIELDS = 10;
const FIELDS = 14;

/** A function with `count` arguments that process.binding('fs') has too, with the same. */
function same(name, count) {
  return (...args) => call(name, args.slice(0, count), args[count]);
}

/** What `steps` of the arguments give, in the form asked for by what follows the first `count` of them. */
function stepwise(count, steps) {
  return (...args) => run(steps(...args.slice(0, count)), args[count]);
}

// --- Statistics. ---

/** A list of Node's, whose times are pairs of seconds and nanoseconds, as one of ours. */
function fromPairs(list, isBigint) {
  const values = isBigint ? new BigInt64Array(FIELDS) : new Float64Array(FIELDS);
  for (let i = 0; i < PLAIN_FIELDS; i++) values[i] = list[i];
  for (let i = PLAIN_FIELDS, from = PLAIN_FIELDS; i < FIELDS; i++, from += 2) {
    values[i] = isBigint ? list[from] * 1000000000n + list[from + 1] : list[from] * 1000 + list[from + 1] / 1000000;
  }
  return values;
}

function* statistics(name, target, isBigint) {
  return fromPairs(yield [name, target, isBigint], isBigint);
}

function statOf(isBigint) {
  return (path, subject, done) => {
    const shown = isBigint || typeof done !== 'function' ? isBigint : undefined;
    return run(pathStatistics(path, subject, isBigint, shown), done);
  };
}

function* pathStatistics(path, subject, isBigint, shown) {
  return fromPairs(yield [subject === OF_LINK ? 'lstat' : 'stat', path, shown], isBigint);
}

function statInto(isBigint) {
  return (path, subject, values) => {
    const list = call(subject === OF_LINK ? 'lstat' : 'stat', [path, isBigint]);
    values.set(fromPairs(list, isBigint));
    return 0;
  };
}

/** statSync() and lstatSync(), whose options the function is given. */
function statNow(part) {
  return (path, subject, options) => {
    const { bigint, throwIfNoEntry } = options;
    const list = part[subject === OF_LINK ? 'lstat' : 'stat'](path, bigint, undefined, throwIfNoEntry);
    return list === undefined ? undefined : statsFrom(fromPairs(list, Boolean(bigint)));
  };
}

function fstatInto(isBigint) {
  return (fd, values) => {
    values.set(fromPairs(functions().fstat(fd, isBigint, undefined, false), isBigint));
    return 0;
  };
}

function* fileSystem(path) {
  return Array.from(yield ['statfs', path, true], BigInt);
}

function typeOf(path) {
  try {
    return Number(call('stat', [path, false])[1]) & S_IFMT;
  } catch (error) {
    return error.errno ?? -1;
  }
}

// --- Names. ---

/** A function that gives a name: as bytes, where the native one would give a character for each. */
function naming(name) {
  return stepwise(2, function* steps(path, latin1) {
    const result = yield [name, path, latin1 ? 'buffer' : undefined];
    return latin1 ? require('buffer').Buffer.from(result).toString('latin1') : result;
  });
}

// --- Open files. ---

/** Where to write, as Node passes it on. */
function place(position) {
  return position === -1 ? null : position;
}

const read = (...args) => call('read', args.slice(0, 5), args[5]);
const write = (fd, view, offset, length, position, done) =>
  call('writeBuffer', [fd, view, offset, length, place(position)], done);

function writeString(fd, text, position, done) {
  return call('writeString', [fd, text, place(position), typeof done === 'function' ? 'utf8' : undefined], done);
}

const READ_AND_WRITE = 2;
const MODE = 0o666;

function* truncate(path, length) {
  const fd = yield ['open', path, READ_AND_WRITE, MODE];
  try {
    yield ['ftruncate', fd, length];
  } finally {
    yield ['close', fd];
  }
}

/** A file piped into a file: no way past the functions, so by chunks. */
function copyPiece(...args) {
  const { NOT_FILES } = binding('fs_straight_copy');
  require('ticks').nextTick(args.at(-1), null, [NOT_FILES, 0, 0, 0]);
}

// --- All of them. ---

function entryFunctions(part) {
  return {
    stat: statOf(false),
    statBig: statOf(true),
    statInto: statInto(false),
    statBigInto: statInto(true),
    statNow: statNow(part),
    fstat: (fd, done) => run(statistics('fstat', fd, typeof done === 'function' ? undefined : false), done),
    fstatBig: stepwise(1, (fd) => statistics('fstat', fd, true)),
    fstatInto: fstatInto(false),
    fstatBigInto: fstatInto(true),
    typeOf,
    statfs: stepwise(1, fileSystem),
    access: (path, mode, done) => call('access', [path, done === undefined && mode === 0 ? undefined : mode], done),
    exists: (path) => part.existsSync(path),
    chmod: same('chmod', 2),
    chown: same('chown', 3),
    lchown: same('lchown', 3),
    utimes: same('utimes', 3),
    lutimes: same('lutimes', 3),
    unlink: same('unlink', 1),
    rmdir: same('rmdir', 1),
    truncate: stepwise(2, truncate),
    rename: same('rename', 2),
    link: same('link', 2),
    symlink: same('symlink', 3),
    copyFile: (src, dest, mode, done) =>
      call('copyFile', [src, dest, typeof done !== 'function' && mode === 0 ? undefined : mode], done),
    readlink: naming('readlink'),
    mkdtemp: naming('mkdtemp'),
  };
}

const descriptorFunctions = {
  open: same('open', 3),
  close: same('close', 1),
  isForeign,
  fsync: same('fsync', 1),
  fdatasync: same('fdatasync', 1),
  ftruncate: same('ftruncate', 2),
  fchmod: same('fchmod', 2),
  fchown: same('fchown', 3),
  futimes: same('futimes', 3),
  readSync: read,
  read,
  writeSync: write,
  write,
  writeString,
  readv: (fd, views, position, done) => call('readBuffers', [fd, views, place(position)], done),
  writev: (fd, views, position, done) => call('writeBuffers', [fd, views, place(position)], done),
};

const treeFunctions = {
  mkdir: (path, mode, recursive, latin1, done) => call('mkdir', [path, mode, recursive], done),
  rm: trees.rm,
  rmdir: trees.rmdir,
  realpathNative: naming('realpath'),
  realpath: trees.realpath,
};

let redirected = false;

/** Puts the functions in the native halves' place, once. @param {object} part process.binding('fs') */
function redirect(part) {
  if (redirected) return;
  redirected = true;
  useFunctions(part);
  Object.assign(binding('fs_entry'), entryFunctions(part));
  Object.assign(binding('fs_descriptor'), descriptorFunctions);
  Object.assign(binding('fs_tree'), treeFunctions);
  Object.assign(binding('fs_whole_file'), wholeFiles);
  Object.assign(binding('fs_dir'), { readdir: trees.readdir });
  const { check, copy, copyEntry, leaveDirectory } = trees;
  Object.assign(binding('fs_copy'), { check, copy, copyEntry, leaveDirectory });
  binding('fs_straight_copy').copyPiece = copyPiece;
}

module.exports = { redirect };
