// Carries the records of a TLS connection over any Duplex: another TLSSocket, a pair of streams, a program's own class.
'use strict';
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const { UV_ECANCELED, UV_EOF, UV_EPIPE } = binding('uv');

const { readStart, readStop } = binding('tls').TLSWrap.prototype;
const kCarrier = Symbol('kCarrier'); // of a handle: its DuplexTransport

// With the handle as `this`. What the native half keeps may hold nothing of one connection: it would never be collected.
function onRecords(records) {
  this[kCarrier].write(records);
}

class DuplexTransport {
  #stream;
  #tls;
  #isClosed = false;
  #isWriting = false;
  #waiting = []; // bytes that came within a write
  #wrap;

  constructor(stream, tls) {
    this.#stream = stream;
    this.#tls = tls;
    stream.pause();
    tls._parent = this;
    // The stream pauses with the handle, so that what nobody reads yet does not gather.
    tls.readStart = () => {
      stream.resume();
      return readStart.call(tls);
    };
    tls.readStop = () => {
      if (tls.isEstablished()) stream.pause();
      return readStop.call(tls);
    };
    tls[kCarrier] = this;
    tls.onRecords(onRecords);
    stream.on('data', (chunk) => { this.#receive(chunk); });
    stream.once('end', () => { tls.receiveEnd(UV_EOF); });
    stream.resume(); // the handshake reads
    if (stream.readableEnded) tls.receiveEnd(UV_EOF);
    stream.once('close', () => {
      tls.receiveEnd(UV_EOF);
      tls.recordsWritten(UV_ECANCELED);
    });
  }

  // A stream that answers within a write is heard on the next tick: who wrote has yet to add listeners.
  #receive(chunk) {
    if (!this.#isWriting && this.#waiting.length === 0) {
      this.#tls.receive(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    } else if (this.#waiting.push(Buffer.from(chunk)) === 1) {
      nextTick(() => {
        for (; this.#waiting.length > 0; this.#waiting.shift()) this.#tls.receive(this.#waiting[0]);
      });
    }
  }

  /** The stream as a net.Socket, made when it is asked for: packages look for the class. */
  get wrap() {
    return this.#wrap ??= new (require('net/js_stream_socket').JSStreamSocket)(this.#stream);
  }

  write(records) {
    if (this.#stream.destroyed || this.#stream.writableEnded) {
      this.#tls.recordsWritten(UV_EPIPE);
      return;
    }
    const outer = this.#isWriting;
    this.#isWriting = true;
    try {
      this.#stream.write(records, (error) => { this.#tls.recordsWritten(error ? UV_EPIPE : 0); });
    } finally {
      this.#isWriting = outer;
    }
  }

  shutdown(callback) {
    this.#stream.end(() => { callback(0); });
    return 0;
  }

  close(callback) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const stream = this.#stream;
    // Behind the ticks, as a native handle: 'close' comes after 'error'.
    const { setImmediate } = require('timers');
    if (stream.destroyed && stream.closed !== false) {
      setImmediate(callback);
    } else {
      stream.once('close', () => { setImmediate(callback); });
      stream.destroy();
    }
  }

  reset(callback) {
    this.close(callback);
    return 0;
  }

  ref() { this.#stream.ref?.(); }
  unref() { this.#stream.unref?.(); }
  hasRef() { return true; }
  getsockname(out) { return fill(out, this.#stream, 'local'); }
  getpeername(out) { return fill(out, this.#stream, 'remote'); }
  setNoDelay(enable) { this.#stream.setNoDelay?.(enable); return 0; }
  setKeepAlive(enable, seconds) { this.#stream.setKeepAlive?.(enable, seconds * 1000); return 0; }
}

function fill(out, stream, side) {
  out.address = stream[`${side}Address`];
  out.port = stream[`${side}Port`];
  out.family = stream[`${side}Family`];
  return 0;
}

module.exports = { DuplexTransport };
