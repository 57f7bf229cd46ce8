'use strict';
// Duplex: a readable and a writable side in one stream, each with its own state.
const EventEmitter = require('events');
const { copyProperty } = require('define');
const { Readable } = require('stream/readable');
const { ReadableState } = require('stream/readable_state');
const { Writable, takeImplementation: takeWritableImplementation } = require('stream/writable');
const { WritableState } = require('stream/writable_state');
const { DuplexEvents } = require('stream/event_slots');
const { construct } = require('stream/destroy');
const { commonBitsFrom } = require('stream/bits');

/**
 * `options`: those of Readable and Writable; allowHalfOpen (default true; false: the end of the readable side ends the
 * writable one), readable and writable (false: no such side), and readable... or writable... before objectMode and
 * highWaterMark for one side only.
 */
function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  if (this._events === undefined) this._events = new DuplexEvents();
  EventEmitter.call(this, options);
  // Options are asked for once: of literals of many shapes, that is what making a stream takes most of its time for.
  const common = commonBitsFrom(options);
  const mark = options ? options.highWaterMark : null;
  this._readableState = new ReadableState(options, this, true, common, mark);
  this._writableState = new WritableState(options, this, true, common, mark);
  this.allowHalfOpen = !options || options.allowHalfOpen !== false;
  if (options) {
    if (options.readable === false) switchOffReadable(this._readableState);
    if (options.writable === false) switchOffWritable(this._writableState);
    if (typeof options.read === 'function') this._read = options.read;
    takeWritableImplementation(this, options);
    if (options.signal) require('stream/abort').addAbortSignalNoValidate(options.signal, this);
  }
  if (this._construct !== undefined) construct(this);
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

function switchOffReadable(state) {
  state.readable = false;
  state.ended = true;
  state.endEmitted = true;
}

function switchOffWritable(state) {
  state.writable = false;
  state.ending = true;
  state.ended = true;
  state.finished = true;
}

for (const name of ['write', 'cork', 'uncork', 'setDefaultEncoding', '_write', '_writev', 'end', 'destroy']) {
  Duplex.prototype[name] = Writable.prototype[name];
}

for (const name of ['writable', 'writableHighWaterMark', 'writableObjectMode', 'writableBuffer', 'writableLength',
                    'writableFinished', 'writableCorked', 'writableEnded', 'writableNeedDrain']) {
  copyProperty(Writable.prototype, Duplex.prototype, name);
}

Object.defineProperty(Duplex.prototype, 'destroyed', {
  __proto__: null,
  get() {
    if (this._readableState === undefined || this._writableState === undefined) return false;
    return this._readableState.destroyed && this._writableState.destroyed;
  },
  set(value) {
    // An old-style subclass may not have called the constructor.
    if (this._readableState && this._writableState) {
      this._readableState.destroyed = value;
      this._writableState.destroyed = value;
    }
  },
});

/**
 * A Duplex of { readable, writable }, two web streams. `options`: allowHalfOpen (default false), decodeStrings,
 * encoding, highWaterMark, objectMode, signal. Throws ERR_INVALID_ARG_TYPE.
 */
Duplex.fromWeb = function(pair, options) {
  return require('stream/web_adapters').duplexFromWeb(pair, options);
};

/** { readable, writable }: two web streams of a Duplex. Throws ERR_INVALID_ARG_TYPE. */
Duplex.toWeb = function(duplex) {
  return require('stream/web_adapters').duplexToWeb(duplex);
};

/** A Duplex of a stream, iterable, async function, promise, Blob, web stream, or { readable, writable } of them. */
Duplex.from = function(body) {
  return require('stream/duplex_from').duplexFrom(body, 'body');
};

module.exports = { Duplex };
