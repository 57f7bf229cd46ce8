'use strict';
// toWeb() and fromWeb(): a web stream of a Node stream and back.
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const { AbortError, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_STREAM_PREMATURE_CLOSE } = require('errors');
const { validateBoolean, validateObject } = require('validators');
const { destroyer } = require('stream/destroyer');
const { Duplex } = require('stream/duplex');
const { finished } = require('stream/finished');
const { Readable } = require('stream/readable');
const { Writable } = require('stream/writable');
const { WEB_SINK, WEB_SOURCE, WRITES, kindOf } = require('stream/kinds');
const { isDestroyed, isEnding, isReadable, isWritable } = require('stream/progress');
const { noop } = require('stream/writable_state');

/** An error of a Node stream as a web stream reports it. */
function webError(error) {
  if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE') return new AbortError(undefined, { cause: error });
  // Bad compressed data is a TypeError, says the Compression specification. (Node's errors of Brotli are none.)
  if (typeof error?.code === 'string' && (error.code.startsWith('Z_') || error.code.startsWith('ERR_BROTLI'))) {
    const typeError = new TypeError(undefined, { cause: error });
    Object.defineProperty(typeError, 'code', { __proto__: null, value: error.code });
    return typeError;
  }
  return error;
}

/** Calls a stream's callback from a promise's: what it throws must not become a rejection. */
function callThrowing(callback, error) {
  try {
    callback(error);
  } catch (failure) {
    nextTick(() => { throw failure; });
  }
}

/** Writable.toWeb(). Aborting the web stream destroys the Writable; a destroyed Writable gives a closed stream. */
function writableToWeb(stream) {
  if (!(kindOf(stream) & WRITES)) throw new ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', stream);
  const { CountQueuingStrategy, WritableStream } = require('webstreams');
  if (isDestroyed(stream) || !isWritable(stream)) {
    const closed = new WritableStream();
    closed.close();
    return closed;
  }
  const highWaterMark = stream.writableHighWaterMark;
  const strategy = stream.writableObjectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark };
  return new WritableStream(new NodeSink(stream), strategy);
}

/** The sink of a web stream that writes to a Node stream. */
class NodeSink {
  #stream;
  #controller = null;
  #drained = null;
  #closed = null;
  start = (controller) => { this.#controller = controller; };
  write = (chunk) => this.#write(chunk);
  abort = (reason) => { destroyer(this.#stream, reason); };
  close = () => this.#close();

  constructor(stream) {
    this.#stream = stream;
    const cleanup = finished(stream, (error) => {
      cleanup();
      stream.on('error', noop); // It may fail again, without a listener.
      this.#over(webError(error));
    });
    stream.on('drain', () => { this.#drained?.resolve(); });
  }

  #write(chunk) {
    if (!this.#stream.writableNeedDrain && this.#stream.write(chunk)) return undefined;
    this.#drained = Promise.withResolvers();
    return this.#drained.promise.finally(() => { this.#drained = null; });
  }

  #close() {
    if (this.#closed === null && !isEnding(this.#stream)) this.#stream.end();
    this.#closed = Promise.withResolvers();
    return this.#closed.promise;
  }

  #over(error) {
    const closed = this.#closed;
    this.#closed = null;
    if (error) {
      this.#drained?.reject(error);
      closed?.reject(error);
      this.#controller.error(error);
    } else if (closed !== null) {
      closed.resolve();
    } else {
      this.#controller.error(new AbortError());
    }
  }
}

/** Readable.toWeb(). Cancelling the web stream destroys the Readable; a destroyed Readable gives a cancelled stream. */
function readableToWeb(stream, options) {
  if (typeof stream?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', stream);
  }
  const { ByteLengthQueuingStrategy, CountQueuingStrategy, ReadableStream } = require('webstreams');
  if (isDestroyed(stream) || !isReadable(stream)) {
    const cancelled = new ReadableStream();
    cancelled.cancel();
    return cancelled;
  }
  const objectMode = stream.readableObjectMode;
  const highWaterMark = stream.readableHighWaterMark;
  const strategy = options?.strategy ??
    (objectMode ? new CountQueuingStrategy({ highWaterMark }) : new ByteLengthQueuingStrategy({ highWaterMark }));
  let controller = null;
  let wasCancelled = false;
  stream.pause();
  const cleanup = finished(stream, (error) => {
    cleanup();
    stream.on('error', noop);
    if (error) controller.error(webError(error));
    else if (!wasCancelled) controller.close();
  });
  stream.on('data', (chunk) => {
    // A copy: the reader may transfer the memory, which a pool's Buffers share.
    if (!objectMode && chunk instanceof Buffer) chunk = new Uint8Array(chunk);
    controller.enqueue(chunk);
    if (controller.desiredSize <= 0) stream.pause();
  });
  return new ReadableStream({
    start(c) { controller = c; },
    pull() { stream.resume(); },
    cancel(reason) {
      wasCancelled = true;
      destroyer(stream, reason);
    },
  }, strategy);
}

/** Duplex.toWeb(): sides that are over are given as closed streams. */
function duplexToWeb(duplex) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  const { ReadableStream, WritableStream } = require('webstreams');
  const isOver = isDestroyed(duplex);
  const writable = !isOver && isWritable(duplex) ? writableToWeb(duplex) : new WritableStream();
  if (isOver || !isWritable(duplex)) writable.close();
  const readable = !isOver && isReadable(duplex) ? readableToWeb(duplex) : new ReadableStream();
  if (isOver || !isReadable(duplex)) readable.cancel();
  return { writable, readable };
}

function checkEncoding(encoding) {
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) throw new ERR_INVALID_ARG_VALUE(encoding, 'options.encoding');
}

/** Reads chunks of a web stream into a Node stream. */
class WebSource {
  onChunk = ({ done, value }) => { this.stream.push(done ? null : value); };
  onError = (error) => { destroyer(this.stream, error); };

  constructor(webStream) {
    this.reader = webStream.getReader();
    this.isClosed = false;
  }

  attach(stream) {
    this.stream = stream;
    this.reader.closed.then(() => { this.isClosed = true; }, (error) => {
      this.isClosed = true;
      destroyer(stream, error);
    });
  }

  read() {
    this.reader.read().then(this.onChunk, this.onError);
  }

  /** A promise that never rejects. */
  cancel(reason) {
    return this.reader.cancel(reason).catch(noop);
  }
}

/** Writes chunks of a Node stream to a web stream. */
class WebSink {
  constructor(webStream) {
    this.writer = webStream.getWriter();
    this.isClosed = false;
  }

  attach(stream) {
    this.stream = stream;
    this.writer.closed.then(() => {
      this.isClosed = true;
      if (!isEnding(stream)) destroyer(stream, new ERR_STREAM_PREMATURE_CLOSE());
    }, (error) => {
      this.isClosed = true;
      destroyer(stream, error);
    });
  }

  write(chunk, callback) {
    const done = (error) => { this.call(callback, error); };
    this.writer.ready.then(() => this.writer.write(chunk).then(done, done), done);
  }

  writeAll(chunks, callback) {
    const done = (error) => { this.call(callback, error); };
    this.writer.ready.then(
      () => Promise.all(chunks.map(({ chunk }) => this.writer.write(chunk))).then(() => { done(); }, done), done);
  }

  end(callback) {
    if (this.isClosed) return;
    const done = (error) => { this.call(callback, error); };
    this.writer.close().then(done, done);
  }

  call(callback, error) {
    try {
      callback(error);
    } catch (failure) {
      nextTick(() => { destroyer(this.stream, failure); });
    }
  }

  /** A promise that never rejects. */
  abort(error) {
    return (error != null ? this.writer.abort(error) : this.writer.close()).catch(noop);
  }
}

/** Calls back when the web streams have ended, which is at once if they had: null stands for one that had. */
function end(endings, callback, error) {
  if (endings.every((ending) => ending === null)) callback(error);
  else Promise.all(endings).then(() => { callThrowing(callback, error); });
}

/** Readable.fromWeb(). Destroying the Readable cancels the web stream, which is locked. */
function readableFromWeb(webStream, options = { __proto__: null }) {
  if (!(kindOf(webStream) & WEB_SOURCE)) throw new ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', webStream);
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  checkEncoding(encoding);
  validateBoolean(objectMode, 'options.objectMode');
  const source = new WebSource(webStream);
  const readable = new Readable({
    highWaterMark, encoding, objectMode, signal,
    read() { source.read(); },
    destroy(error, callback) {
      end([source.isClosed ? null : source.cancel(error)], callback, error);
    },
  });
  source.attach(readable);
  return readable;
}

/** Writable.fromWeb(). Destroying the Writable aborts the web stream, which is locked. */
function writableFromWeb(webStream, options = { __proto__: null }) {
  if (!(kindOf(webStream) & WEB_SINK)) throw new ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', webStream);
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');
  const sink = new WebSink(webStream);
  const writable = new Writable({
    highWaterMark, decodeStrings, objectMode, signal,
    write(chunk, encoding, callback) { sink.write(bytesOf(chunk, encoding, decodeStrings, objectMode), callback); },
    writev(chunks, callback) { sink.writeAll(chunks, callback); },
    final(callback) { sink.end(callback); },
    destroy(error, callback) {
      end([sink.isClosed ? null : sink.abort(error)], callback, error);
    },
  });
  sink.attach(writable);
  return writable;
}

function bytesOf(chunk, encoding, decodeStrings, objectMode) {
  if (typeof chunk !== 'string' || !decodeStrings || objectMode) return chunk;
  const bytes = Buffer.from(chunk, encoding);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Duplex.fromWeb(). */
function duplexFromWeb(pair = { __proto__: null }, options = { __proto__: null }) {
  validateObject(pair, 'pair');
  const { readable: readableStream, writable: writableStream } = pair;
  if (!(kindOf(readableStream) & WEB_SOURCE)) {
    throw new ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', readableStream);
  }
  if (!(kindOf(writableStream) & WEB_SINK)) {
    throw new ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', writableStream);
  }
  validateObject(options, 'options');
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  checkEncoding(encoding);
  const sink = new WebSink(writableStream);
  const source = new WebSource(readableStream);
  const duplex = new Duplex({
    allowHalfOpen, highWaterMark, objectMode, encoding, decodeStrings, signal,
    read() { source.read(); },
    write(chunk, encoding, callback) { sink.write(bytesOf(chunk, encoding, decodeStrings, objectMode), callback); },
    writev(chunks, callback) { sink.writeAll(chunks, callback); },
    final(callback) { sink.end(callback); },
    destroy(error, callback) {
      end([sink.isClosed ? null : sink.abort(error), source.isClosed ? null : source.cancel(error)], callback, error);
    },
  });
  sink.attach(duplex);
  source.attach(duplex);
  return duplex;
}

module.exports = { duplexFromWeb, duplexToWeb, readableFromWeb, readableToWeb, writableFromWeb, writableToWeb };
