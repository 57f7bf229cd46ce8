'use strict';
// compose(...streams): one Duplex that writes to the first and reads from the last.
const { AbortError, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } = require('errors');
const { destroyer } = require('stream/destroyer');
const { Duplex } = require('stream/duplex');
const { finished } = require('stream/finished');
const { pipeline } = require('stream/pipeline');
const {
  isNodeStream, isReadable, isReadableStream, isTransformStream, isWebStream, isWritable, isWritableStream,
} = require('stream/predicates');

function canBeRead(stream) {
  return Boolean(isReadable(stream) || isReadableStream(stream) || isTransformStream(stream));
}

function canBeWritten(stream) {
  return Boolean(isWritable(stream) || isWritableStream(stream) || isTransformStream(stream));
}

/** Takes streams, iterables, generator functions, web streams. */
function compose(...given) {
  if (given.length === 0) throw new ERR_MISSING_ARGS('streams');
  if (given.length === 1) return Duplex.from(given[0]);
  const streams = given.slice();
  const last = streams.length - 1;
  if (typeof streams[0] === 'function') streams[0] = Duplex.from(streams[0]);
  if (typeof streams[last] === 'function') streams[last] = Duplex.from(streams[last]);
  for (let i = 0; i < streams.length; i++) {
    if (!isNodeStream(streams[i]) && !isWebStream(streams[i])) continue; // pipeline() judges it.
    if (i < last && !canBeRead(streams[i])) throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], 'must be readable');
    if (i > 0 && !canBeWritten(streams[i])) throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], 'must be writable');
  }
  return new Composition(streams).duplex;
}

class Composition {
  constructor(streams) {
    this.head = streams[0];
    /** Callbacks of the duplex that wait for the head to drain, the end to come through, a chunk, the destruction. */
    this.onDrain = null;
    this.onFinish = null;
    this.onReadable = null;
    this.onClose = undefined;
    this.tail = pipeline(...streams, (error) => { this.finish(error); });
    this.writable = canBeWritten(this.head);
    this.readable = canBeRead(this.tail);
    this.duplex = new Duplex({
      writableObjectMode: Boolean(this.head?.writableObjectMode),
      readableObjectMode: Boolean(this.tail?.readableObjectMode),
      writable: this.writable,
      readable: this.readable,
    });
    if (this.writable) {
      if (isNodeStream(this.head)) this.writeToNode();
      else if (isWebStream(this.head)) this.writeToWeb();
      finished(isTransformStream(this.tail) ? this.tail.readable : this.tail, () => { this.call('onFinish'); });
    }
    if (this.readable) {
      if (isNodeStream(this.tail)) this.readFromNode();
      else if (isWebStream(this.tail)) this.readFromWeb();
    }
    this.duplex._destroy = (error, callback) => { this.destroy(error, callback); };
  }

  call(name) {
    const callback = this[name];
    this[name] = null;
    if (callback) callback();
  }

  /** The pipeline is over. */
  finish(error) {
    const callback = this.onClose;
    this.onClose = null;
    if (callback) callback(error);
    else if (error) this.duplex.destroy(error);
    else if (!this.readable && !this.writable) this.duplex.destroy();
  }

  destroy(error, callback) {
    if (!error && this.onClose !== null) error = new AbortError();
    this.onReadable = null;
    this.onDrain = null;
    this.onFinish = null;
    if (isNodeStream(this.tail)) destroyer(this.tail, error);
    if (this.onClose === null) callback(error);
    else this.onClose = callback;
  }

  writeToNode() {
    const { duplex, head } = this;
    duplex._write = (chunk, encoding, callback) => {
      if (head.write(chunk, encoding)) callback();
      else this.onDrain = callback;
    };
    duplex._final = (callback) => {
      head.end();
      this.onFinish = callback;
    };
    head.on('drain', () => { this.call('onDrain'); });
  }

  writeToWeb() {
    const { duplex, head } = this;
    const writer = (isTransformStream(head) ? head.writable : head).getWriter();
    duplex._write = async (chunk, encoding, callback) => {
      try {
        await writer.ready;
        writer.write(chunk).catch(() => {});
        callback();
      } catch (error) {
        callback(error);
      }
    };
    duplex._final = async (callback) => {
      try {
        await writer.ready;
        writer.close().catch(() => {});
        this.onFinish = callback;
      } catch (error) {
        callback(error);
      }
    };
  }

  readFromNode() {
    const { duplex, tail } = this;
    tail.on('readable', () => { this.call('onReadable'); });
    tail.on('end', () => { duplex.push(null); });
    duplex._read = () => {
      for (;;) {
        const chunk = tail.read();
        if (chunk === null) {
          this.onReadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }

  readFromWeb() {
    const { duplex, tail } = this;
    const reader = (isTransformStream(tail) ? tail.readable : tail).getReader();
    duplex._read = async () => {
      for (;;) {
        try {
          const { value, done } = await reader.read();
          if (done) {
            duplex.push(null);
            return;
          }
          if (!duplex.push(value)) return;
        } catch {
          return; // The pipeline reports it.
        }
      }
    };
  }
}

module.exports = { compose };
