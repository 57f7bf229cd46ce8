// JSStreamSocket: any Duplex as a net.Socket, by a handle with the methods that Node's handles have (see foreign_handle.js).
// Packages find the class by require('_stream_wrap'), or by a TLSSocket's `_handle._parentWrap`.
'use strict';
const { Buffer } = require('buffer');
const { UV_EOF, UV_EPIPE } = binding('uv');
const { ERR_STREAM_WRAP } = require('errors');
const { Socket } = require('net/socket');
const { kOwner } = require('stream_handles');
const { kBytesWritten, kLastWriteWasAsync, kReadBytesOrError, streamBaseState } = require('stream_handles/requests');

const ENCODINGS = { __proto__: null, Ascii: 'ascii', Latin1: 'latin1', Ucs2: 'ucs2', Utf8: 'utf8' };

/** The handle. Nothing is taken from the stream before it is to read. */
class JSStream {
  #stream;
  #isOpen = false;   // whether it listens to the stream
  #isClosing = false;
  reading = false;
  onread = null;

  constructor(stream) {
    this.#stream = stream;
  }

  get fd() { return -1; }
  getAsyncId() { return require('async_ids').newAsyncId(); }
  getProviderType() { return 0; }
  isClosing() { return this.#isClosing || !this.#stream.readable || !this.#stream.writable; }
  ref() {}
  unref() {}

  readStart() {
    if (!this.#isOpen) this.#listen();
    this.#stream.resume();
    return 0;
  }

  readStop() {
    this.#stream.pause();
    return 0;
  }

  #listen() {
    this.#isOpen = true;
    const stream = this.#stream;
    stream.on('data', (chunk) => {
      if (typeof chunk === 'string' || stream._readableState?.objectMode) {
        stream.pause();
        stream.removeAllListeners('data');
        this[kOwner]?.emit('error', new ERR_STREAM_WRAP());
        return;
      }
      this.#give(chunk.byteLength, chunk);
    });
    stream.once('end', () => this.#give(UV_EOF));
    if (stream.readableEnded) require('ticks').nextTick(() => this.#give(UV_EOF));
  }

  #give(count, chunk) {
    if (this.#isClosing || this.onread === null) return;
    streamBaseState[kReadBytesOrError] = count;
    this.onread(chunk);
  }

  writeBuffer(request, view) {
    return this.#write(request, [view]);
  }

  /** `chunks`: views, or with `allBuffers` false each followed by its encoding, if it is a string. */
  writev(request, chunks, allBuffers) {
    if (allBuffers) return this.#write(request, chunks);
    const views = [];
    for (let i = 0; i < chunks.length; i += 2) {
      views.push(typeof chunks[i] === 'string' ? Buffer.from(chunks[i], chunks[i + 1]) : chunks[i]);
    }
    return this.#write(request, views);
  }

  #write(request, views) {
    const stream = this.#stream;
    if (stream.destroyed || !stream.writable) return UV_EPIPE;
    let size = 0;
    for (let i = 0; i < views.length; i++) size += views[i].byteLength;
    streamBaseState[kBytesWritten] = size;
    streamBaseState[kLastWriteWasAsync] = 1;
    stream.cork?.();
    for (let i = 0; i < views.length; i++) {
      const isLast = i === views.length - 1;
      stream.write(views[i], isLast ? (error) => request.oncomplete(error ? error.errno ?? UV_EPIPE : 0) : undefined);
    }
    stream.uncork?.();
    return 0;
  }

  shutdown(request) {
    this.#stream.end(() => request.oncomplete(0));
    return 0;
  }

  close(callback) {
    this.#isClosing = true;
    const stream = this.#stream;
    if (!stream.destroyed) stream.destroy();
    require('timers').setImmediate(() => callback?.());
  }
}

for (const name of Object.keys(ENCODINGS)) {
  JSStream.prototype[`write${name}String`] = function(request, text) {
    return this.writeBuffer(request, Buffer.from(text, ENCODINGS[name]));
  };
}

class JSStreamSocket extends Socket {
  /** @param {stream.Duplex} stream whose errors and end become this socket's */
  constructor(stream) {
    super({ handle: new JSStream(stream), manualStart: true });
    this.stream = stream;
    stream.on('error', (error) => this.emit('error', error));
    stream.once('close', () => this.destroy());
    this._handle.unref();
  }

  /** The class itself, by its former name. */
  static get StreamWrap() {
    return JSStreamSocket;
  }

  isClosing() {
    return !this.readable || !this.writable;
  }
}

module.exports = { JSStreamSocket };
