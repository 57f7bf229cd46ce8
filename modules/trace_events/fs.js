'use strict';
// node.fs.sync and node.fs.async: the functions of process.binding('fs') that fs does its work by, once one of them has been
// replaced (fs/legacy): these do so, and fs takes the steps that Node takes.
const { add, newId } = require('trace_events/event');

const SYNC = 'node,node.fs,node.fs.sync';
const ASYNC = 'node,node.fs,node.fs.async';

const on = new Set(); // of the two groups
let isWrapped = false;

const path = (value) => ({ path: text(value) });
const two = (first, second) => (a, b) => ({ [first]: text(a), [second]: text(b) });
const nothing = () => undefined;

function text(value) {
  return typeof value === 'string' ? value : String(value);
}

const READ = { sync: 'read', result: 'bytesRead' };
const WRITE = { sync: 'write', result: 'bytesWritten' };

/** Each function's names in events, what its arguments are, and what the result of the synchronous form is called. */
const functions = {
  __proto__: null,
  access: { describe: path },
  chmod: { describe: path },
  chown: { describe: path },
  close: {},
  copyFile: { sync: 'copyfile', describe: two('src', 'dest') },
  fchmod: {},
  fchown: {},
  fdatasync: {},
  fstat: {},
  fsync: {},
  ftruncate: {},
  futimes: { async: 'futime' },
  lchown: { describe: path },
  link: { describe: two('src', 'dest') },
  lstat: { describe: path },
  lutimes: { async: 'lutime', describe: path },
  mkdir: { describe: path },
  mkdtemp: { describe: (prefix) => ({ path: `${text(prefix)}XXXXXX` }) },
  open: { describe: path },
  openFileHandle: { sync: 'open', describe: path },
  read: READ,
  readBuffers: READ,
  readdir: { async: 'scandir', describe: path },
  readlink: { describe: path },
  realpath: { describe: path },
  rename: { describe: two('old_path', 'new_path') },
  rmdir: { describe: path },
  stat: { describe: path },
  statfs: { describe: path },
  symlink: { describe: two('target', 'path') },
  unlink: { describe: path },
  utimes: { async: 'utime', describe: path },
  writeBuffer: WRITE,
  writeBuffers: WRITE,
  writeString: WRITE,
};

/** What a request ended with, as a number. */
function resultOf(error, value) {
  if (error) return error.errno ?? -1;
  if (typeof value === 'number') return value;
  if (typeof value?.fd === 'number') return value.fd;
  return Array.isArray(value) ? value.length : 0;
}

function wrapSync(work, name, resultName) {
  return (args) => {
    add('B', SYNC, name);
    let data;
    try {
      const result = work(...args);
      if (resultName !== undefined && typeof result === 'number') data = { [resultName]: result };
      return result;
    } finally {
      add('E', SYNC, name, undefined, data);
    }
  };
}

function wrapAsync(work, name, describe, part) {
  return (args, request) => {
    const id = newId();
    add('b', ASYNC, name, id, describe(...args));
    const end = (error, value) => add('e', ASYNC, name, id, { result: resultOf(error, value) });
    if (request === part.kUsePromises) {
      const promise = work(...args);
      promise.then((value) => end(null, value), end);
      return promise;
    }
    const { oncomplete } = request;
    request.oncomplete = function(error, value) {
      end(error, value);
      return Reflect.apply(oncomplete, this, arguments);
    };
    return work(...args);
  };
}

function wrap(part, key) {
  const work = part[key];
  const { sync = key, async = sync, describe = nothing, result } = functions[key];
  const now = wrapSync(work, `fs.sync.${sync}`, result);
  const later = wrapAsync(work, async, describe, part);
  part[key] = function(...args) {
    const request = args.find((arg) => arg === part.kUsePromises || arg instanceof part.FSReqCallback);
    if (!on.has(request === undefined ? SYNC : ASYNC)) return work(...args);
    return request === undefined ? now(args) : later(args, request);
  };
}

const MODE = 0o666;
const PIECE = 64 * 1024;

/** Whole texts in the steps that they consist of; a number is an open file, which stays open. */
function withFile(part, file, flags, mode, work) {
  if (typeof file === 'number') return work(file);
  const fd = part.open(file, flags, mode);
  try {
    return work(fd);
  } finally {
    part.close(fd);
  }
}

function wrapTexts(part) {
  const { readFileUtf8, writeFileUtf8 } = part;
  const { Buffer } = require('buffer');
  part.readFileUtf8 = (file, flags) => {
    if (!on.has(SYNC)) return readFileUtf8(file, flags);
    return withFile(part, file, flags, MODE, (fd) => {
      const pieces = [];
      for (;;) {
        const piece = Buffer.allocUnsafeSlow(PIECE);
        const count = part.read(fd, piece, 0, PIECE, -1);
        if (count === 0) return Buffer.concat(pieces).utf8Slice();
        pieces.push(piece.subarray(0, count));
      }
    });
  };
  part.writeFileUtf8 = (file, text, flags, mode) => {
    if (!on.has(SYNC)) return writeFileUtf8(file, text, flags, mode);
    withFile(part, file, flags, mode, (fd) => {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length;) done += part.writeBuffer(fd, bytes, done, bytes.length - done, null);
    });
  };
}

function start(group) {
  on.add(group);
  if (isWrapped) return;
  isWrapped = true;
  const part = require('fs/legacy/part');
  for (const key of Object.keys(functions)) wrap(part, key);
  wrapTexts(part);
}

function stop(group) {
  on.delete(group);
}

module.exports = { start, stop };
