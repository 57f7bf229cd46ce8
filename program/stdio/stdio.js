// process.stdin, stdout and stderr, made when first looked at. What they are depends on what the descriptors are.
'use strict';
const { typeOf, writeString, writeBytes, writeOutput, writeOutputBytes } = binding('stdio');
const { nextTick } = require('ticks');

const streams = [undefined, undefined, undefined];

function output(fd) {
  if (streams[fd] !== undefined) return streams[fd];
  const type = typeOf(fd);
  let stream;
  if (type === 'TTY') {
    stream = new (require('tty').WriteStream)(fd);
    stream.fd = fd;
    stream._type = 'tty';
    require('process_object').on('SIGWINCH', () => { stream._refreshSize(); });
  } else if (isShared(type) && require('process_object').channel?.fd !== fd) {
    const handle = require('stream_handles').newOutput(fd, type);
    stream = new (require('net').Socket)({ __proto__: null, handle, readable: false, writable: true });
    stream._type = 'pipe';
    stream.fd = fd;
    require('exit_work').addEndWork(handOverRest);
  } else {
    const isFile = type === 'FILE';
    stream = new (require('stdio/sync_write_stream'))(fd, isFile);
    stream._type = isFile ? 'fs' : 'pipe';
  }
  // Programs end these streams by accident; the descriptors stay open, and later writes still arrive.
  stream.destroySoon = stream.destroy;
  stream._destroy = dummyDestroy;
  stream._isStdio = true;
  streams[fd] = stream;
  return stream;
}

// Others hold it, too, and may be slow to read: what it does not take is written by the loop.
function isShared(type) {
  return type === 'PIPE' || type === 'TCP';
}

/**
 * A standard output that no stream was made for yet, and that is no terminal: lines can be written to it without one.
 * What was written so is there before anything that a stream made later writes: files are written at once, and for
 * pipes and sockets there is one queue.
 */
class PlainOutput {
  #write;
  #writeBytes;

  constructor(fd, type) {
    this.fd = fd;
    this.isTTY = false;
    this.#write = isShared(type) ? writeOutput : writeString;
    this.#writeBytes = isShared(type) ? writeOutputBytes : writeBytes;
  }
  /** The first error is ignored, as console does with its streams'; from then on there is a stream that reports them. */
  write(text) {
    if (this.#write(this.fd, text) !== 0) output(this.fd).once('error', noop).write(text);
  }
  writeBytes(bytes) {
    if (this.#writeBytes(this.fd, bytes) !== 0) output(this.fd).once('error', noop).write(bytes);
  }
}

function noop() {}

const plainOutputs = [undefined, undefined, undefined]; // null: a terminal

// Streams that Node has made by now, and console has done without: {fd, place, stream}. `place` is how many handles are older.
const deferred = [];

function defer(fd) {
  if (streams[fd] !== undefined || deferred.some((entry) => entry.fd === fd)) return;
  const place = binding('process').activeResources(false).length + deferred.filter(({ stream }) => stream === undefined).length;
  deferred.push({ fd, place, stream: undefined });
}

/** A value was formatted for a console: whether that is in colors depends on stderr, which exists from then on. */
function noteFormatting() {
  if (substitutes === undefined) defer(2);
}

/** Makes the streams that console did without, for a list of what is open. @returns {{stream: object, place: number}[]} */
function makeDeferred() {
  for (const entry of deferred) entry.stream ??= output(entry.fd);
  return deferred;
}

/** @param {'stdout'|'stderr'} name @returns {PlainOutput|undefined} */
function untouched(name) {
  if (substitutes !== undefined) return undefined;
  const fd = name === 'stdout' ? 1 : 2;
  if (streams[fd] !== undefined) return undefined;
  if (plainOutputs[fd] === undefined) {
    const type = typeOf(fd);
    plainOutputs[fd] = type === 'TTY' ? null : new PlainOutput(fd, type);
    defer(fd);
  }
  return plainOutputs[fd] ?? undefined;
}

function dummyDestroy(error, callback) {
  callback(error);
  this._undestroy();
  if (!this._writableState?.emitClose) nextTick(() => this.emit('close'));
}

function input() {
  const fd = 0;
  const type = typeOf(fd);
  if (type === 'TTY') return new (require('tty').ReadStream)(fd);
  // The channel to our parent: its messages are not to be read from here.
  if (require('process_object').channel?.fd === fd) return new (require('stream').Readable)({ read() {} });
  if (type === 'PIPE' || type === 'TCP') {
    const net = require('net');
    return new net.Socket({ fd, readable: true, writable: false, manualStart: true });
  }
  if (type === 'FILE') return new (require('fs').ReadStream)(null, { fd, autoClose: false });
  const { Readable } = require('stream');
  const stream = new Readable({ read() {} });
  stream.push(null);
  return stream;
}

function stopIfPaused(stdin) {
  if (!stdin._handle?.reading || !stdin.isPaused()) return;
  stdin._handle.reading = false;
  stdin._handle.readStop();
  stdin._readableState.reading = false; // so that resume() asks for data again
}

// A stdin that nobody reads must not keep the process alive: reading starts, and refs the handle, only when asked for.
function makeStdin() {
  const stdin = input();
  stdin.fd = 0;
  if (stdin._handle?.readStop) {
    stdin._handle.reading = false;
    stdin._readableState.reading = false;
    stdin._handle.readStop();
    // Later: a resume() that came before may be about to start the reading.
    stdin.on('pause', () => { nextTick(stopIfPaused, stdin); });
  }
  return stdin;
}

const handedOver = [0, 0, 0]; // chunks, of those that a stream keeps

/**
 * Gives what the streams of shared outputs still keep to the native queue, which is written when the process ends. The
 * streams themselves wait for callbacks that will not come any more.
 */
function handOverRest() {
  for (const fd of [1, 2]) {
    const stream = streams[fd];
    const handle = stream?._handle;
    if (!handle?.writeBytes || stream.writableLength === 0) continue;
    const chunks = stream.writableBuffer ?? [];
    for (; handedOver[fd] < chunks.length; handedOver[fd]++) {
      const { chunk, encoding } = chunks[handedOver[fd]];
      handle.writeBytes(typeof chunk === 'string' ? require('buffer').Buffer.from(chunk, encoding) : chunk, noop);
    }
  }
}

/**
 * Forgets what the standard streams are, for a snapshot of the heap. What a program keeps of the output streams writes to
 * those of the process that it finds itself in.
 */
function forgetAll() {
  plainOutputs.fill(undefined);
  deferred.length = 0;
  for (const fd of [1, 2]) {
    const stream = streams[fd];
    if (stream === undefined) continue;
    stream._writev = null;
    stream._write = (chunk, encoding, done) => { output(fd).write(chunk, encoding, done); };
    stream._refreshSize = noop;
    if (stream._handle) stream._handle = null;
  }
  if (streams[0]?._handle) streams[0]._handle = null;
  streams.fill(undefined);
  handedOver.fill(0);
}

let substitutes;

/** In a worker: these functions make the streams, and nothing is written past them. */
function substitute(makers) {
  substitutes = makers;
}

module.exports = {
  forgetAll,
  handOverRest,
  makeDeferred,
  noteFormatting,
  substitute,
  stdin: () => (substitutes === undefined ? streams[0] ??= makeStdin() : substitutes.stdin()),
  stdout: () => (substitutes === undefined ? output(1) : substitutes.stdout()),
  stderr: () => (substitutes === undefined ? output(2) : substitutes.stderr()),
  untouched,
};
