// Whole files, read and written by functions of process.binding('fs'): in the steps that Node takes, with its sizes of pieces.
'use strict';
const { Buffer } = require('buffer');
const { S_IFMT, S_IFREG } = require('fs/constants');
const { AbortError } = require('errors');
const { call, functions, run } = require('fs/legacy/steps');

const MODE = 0o666;
const FLAGS_OF_W = 0o1101; // O_WRONLY | O_CREAT | O_TRUNC
const PIECE = 512 * 1024;
const UNKNOWN_PIECE = 64 * 1024;     // of what does not tell its size
const UNKNOWN_PIECE_NOW = 8 * 1024;

// Places in a list of statistics.
const MODE_FIELD = 1;
const SIZE_FIELD = 8;

/** The size of a regular file, 0 for anything else. */
function sizeOf(values) {
  return (Number(values[MODE_FIELD]) & S_IFMT) === S_IFREG ? Number(values[SIZE_FIELD]) : 0;
}

// --- Reading. ---

function* readRest(fd, piece, unknownPiece) {
  const size = sizeOf(yield ['fstat', fd, false]);
  const whole = size === 0 ? null : Buffer.allocUnsafeSlow(size);
  const parts = [];
  let total = 0;
  while (size === 0 || total < size) {
    const buffer = whole ?? Buffer.allocUnsafeSlow(unknownPiece);
    const length = size === 0 ? unknownPiece : Math.min(piece, size - total);
    const count = yield ['read', fd, buffer, size === 0 ? 0 : total, length, -1];
    if (count === 0) break;
    if (size === 0) parts.push(buffer.subarray(0, count));
    total += count;
  }
  return whole === null ? Buffer.concat(parts, total) : whole.subarray(0, total);
}

/** Closes `fd` behind `steps`, whatever comes of them. */
function* closing(fd, steps) {
  let result;
  try {
    result = yield* steps;
  } catch (error) {
    yield ['close', fd];
    throw error;
  }
  yield ['close', fd];
  return result;
}

function* readPath(path, flags, ...pieces) {
  const fd = yield ['open', path, flags, MODE];
  return yield* closing(fd, readRest(fd, ...pieces));
}

/** A file that is read with a callback. Programs put methods of their own into the class, which they find by a request. */
class ReadFileContext {
  /** @param {Uint8Array} [abort] its first byte is 1 once the reading is to end */
  constructor(callback, encoding, abort) {
    this.fd = undefined;
    this.isUserFd = undefined;
    this.size = 0;
    this.callback = callback;
    this.buffers = null;
    this.buffer = null;
    this.pos = 0;
    this.encoding = encoding;
    this.err = null;
    this.signal = abort === undefined ? undefined : { get aborted() { return abort[0] === 1; } };
  }

  /** Reads the next piece. */
  read() {
    if (this.signal?.aborted) return this.close(new AbortError());
    const known = this.size !== 0;
    if (!known) this.buffer = Buffer.allocUnsafeSlow(UNKNOWN_PIECE);
    const length = known ? Math.min(PIECE, this.size - this.pos) : UNKNOWN_PIECE;
    request(this, 'read', [this.fd, this.buffer, known ? this.pos : 0, length, -1], (error, count) => {
      if (error) return this.close(error);
      this.pos += count;
      if (!known && count > 0) this.buffers.push(this.buffer.subarray(0, count));
      if (count === 0 || this.pos === this.size) this.close();
      else this.read();
    });
  }

  /** Closes the file, unless it is the program's, and calls back: with `error`, or what was read. */
  close(error) {
    this.err = error ?? null;
    if (this.isUserFd) return require('ticks').nextTick(finishReading, this, null);
    request(this, 'close', [this.fd], (closeError) => finishReading(this, closeError));
  }
}

function finishReading(context, closeError) {
  const { callback, encoding, size } = context;
  if (context.err || closeError) return callback(context.err ?? closeError);
  const bytes = size === 0 ? Buffer.concat(context.buffers, context.pos) : context.buffer.subarray(0, context.pos);
  callback(null, encoding ? bytes.toString(encoding) : bytes);
}

function request(context, name, args, done) {
  const part = functions();
  const req = new part.FSReqCallback();
  req.context = context;
  req.oncomplete = done;
  part[name](...args, req);
}

function measure(context) {
  request(context, 'fstat', [context.fd, false], (error, values) => {
    if (error) return context.close(error);
    context.size = sizeOf(values);
    if (context.size === 0) context.buffers = [];
    else context.buffer = Buffer.allocUnsafeSlow(context.size);
    context.read();
  });
}

function readPathWithCallback(path, flags, encoding, abort, callback) {
  const context = new ReadFileContext(callback, encoding, abort);
  context.isUserFd = false;
  request(context, 'open', [path, flags, MODE], (error, fd) => {
    if (error) return callback(error);
    context.fd = fd;
    measure(context);
  });
}

function readDescriptorWithCallback(fd, encoding, abort, callback) {
  const context = new ReadFileContext(callback, encoding, abort);
  context.isUserFd = true;
  context.fd = fd;
  measure(context);
}

function textOf(promise) {
  return promise.then((bytes) => bytes.toString('utf8'));
}

function readFile(path, flags, abort, done) {
  if (done === undefined) return run(readPath(path, flags, Infinity, UNKNOWN_PIECE_NOW));
  if (done === null) return run(readPath(path, flags, PIECE, UNKNOWN_PIECE), null);
  readPathWithCallback(path, flags, undefined, abort, done);
}

function readText(path, flags, abort, done) {
  if (done === undefined) return call('readFileUtf8', [path, flags]);
  if (done === null) return textOf(readFile(path, flags, abort, null));
  readPathWithCallback(path, flags, 'utf8', abort, done);
}

function readDescriptor(fd, abort, done) {
  if (done === undefined) return run(readRest(fd, Infinity, UNKNOWN_PIECE_NOW));
  if (done === null) return run(readRest(fd, PIECE, UNKNOWN_PIECE), null);
  readDescriptorWithCallback(fd, undefined, abort, done);
}

function readDescriptorText(fd, abort, done) {
  if (done === undefined) return call('readFileUtf8', [fd, 0]);
  if (done === null) return textOf(readDescriptor(fd, abort, null));
  readDescriptorWithCallback(fd, 'utf8', abort, done);
}

// --- Writing. ---

/** `piece`: how many bytes a write takes at most; 0: all, also where there are none. */
function* writeAll(fd, content, piece, flush) {
  const view = typeof content === 'string' ? Buffer.from(content) : content;
  const size = view.byteLength;
  let done = 0;
  while (done < size || (piece === 0 && size === 0)) {
    const count = piece === 0 ? yield ['writeBuffer', fd, view, done, size - done, null] :
      yield* writePiece(fd, new Uint8Array(view.buffer, view.byteOffset + done, size - done), piece);
    done += count;
    if (size === 0) break;
  }
  if (flush) yield ['fsync', fd];
}

function* writePiece(fd, rest, piece) {
  return yield ['writeBuffer', fd, rest, 0, Math.min(piece, rest.length), null];
}

function* writePath(path, content, flags, mode, piece, flush) {
  const fd = yield ['open', path, flags, mode];
  yield* closing(fd, writeAll(fd, content, piece, flush));
}

function writeFile(path, content, flags, mode, flush, abort, done) {
  if (done === undefined && typeof content === 'string' && !flush) {
    return void call('writeFileUtf8', [path, content, flags, mode]);
  }
  return run(writePath(path, content, flags, mode, done === null ? PIECE : 0, flush), done);
}

function writeDescriptor(fd, content, flush, abort, done) {
  if (done === undefined && typeof content === 'string') {
    return void call('writeFileUtf8', [fd, content, FLAGS_OF_W, MODE]);
  }
  return run(writeAll(fd, content, done === null ? PIECE : 0, flush), done);
}

/** As the native half's, for readFileSync(). */
function readDescriptorTextNow(fd) {
  return readDescriptorText(fd, undefined);
}

module.exports = {
  endsBeforeAbort: true, readDescriptor, readDescriptorText, readDescriptorTextNow, readFile, readText, writeDescriptor,
  writeFile,
};
