'use strict';
// Transform: a Duplex whose readable side gives what `_transform` makes of what is written. PassThrough: as it is.
const { nextTick } = require('ticks');
const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');
const { Duplex } = require('stream/duplex');
const { DuplexEvents } = require('stream/event_slots');
const { checkedMark } = require('stream/high_water_mark');
const { done } = require('stream/sink');
const { INSIDE } = require('stream/bits');
const { ENDED: SOURCE_ENDED } = require('stream/readable_state');
const { ENDED } = require('stream/writable_state');

const kTurn = Symbol('turn');

/** The chunk that `_transform` is at. One object serves all chunks, one after the other: a chunk needs no closure. */
class Turn {
  /** The callback that `_transform` gets. */
  done = (error, chunk) => { this.end(error, chunk); };

  constructor(stream) {
    this.stream = stream;
    /** What to call when the chunk is done; null between chunks. */
    this.callback = null;
    /** How much the readable side held before the chunk. */
    this.lengthBefore = 0;
    /** The readable side is full: the chunk is done when data are read. */
    this.isHeldBack = false;
  }

  end(error, chunk) {
    const { stream } = this;
    if (error) {
      this.call(error);
      return;
    }
    if (chunk !== undefined && chunk !== null) stream.push(chunk);
    const readable = stream._readableState;
    if ((readable.flags & SOURCE_ENDED) !== 0) {
      // The last chunk is done a tick later, so that a pipe stops here instead of writing on after the end.
      nextTick(callLater, stream, this.callback);
      this.callback = null;
    } else if (readable.length < readable.highWaterMark || readable.length === this.lengthBefore ||
               (stream._writableState.flags & ENDED) !== 0) {
      this.call(null);
    } else {
      this.isHeldBack = true;
    }
  }

  /** Asks for the next chunk. */
  call(error) {
    const { stream, callback } = this;
    const state = stream._writableState;
    this.callback = null;
    // write()'s own callback is known. There is none if a chunk was done twice: the writable side knows what to say.
    if (callback === null || callback === state.written) done(stream, state, error);
    else callback(error);
  }
}

function callLater(stream, callback) {
  (callback ?? stream._writableState.onwrite)();
}

/**
 * `options`: those of Duplex, and the implementation: transform(chunk, encoding, callback), which push()es and calls
 * callback(error, chunk) when it wants the next, and flush(callback), which runs after the last.
 */
function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  const bringsEvents = this._events !== undefined;
  if (!bringsEvents) {
    this._events = new DuplexEvents(prefinish);
    this._eventsCount = 1;
  }
  Duplex.call(this, options);
  if (this._readableState.highWaterMark === 0) leaveUnbuffered(this._writableState, options);
  if (bringsEvents) this.on('prefinish', prefinish);
  // The source of the readable side is write(), not _read(): what is pushed never comes from inside read().
  this._readableState.flags &= ~INSIDE;
  this[kTurn] = null;
  if (options) {
    const { transform, flush } = options;
    if (typeof transform === 'function') this._transform = transform;
    if (typeof flush === 'function') this._flush = flush;
  }
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

/** With no buffer on the readable side there is none on the writable side either, unless it was asked for. */
function leaveUnbuffered(state, options) {
  state.highWaterMark = checkedMark(options?.writableHighWaterMark, 'options.writableHighWaterMark') || 0;
}

/** All is written: flushes and ends the readable side. */
function final(callback) {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    if (callback) callback();
    return;
  }
  this._flush((error, chunk) => {
    if (error) {
      if (callback) callback(error);
      else this.destroy(error);
      return;
    }
    if (chunk != null) this.push(chunk);
    this.push(null);
    if (callback) callback();
  });
}

/** A subclass may have a _final of its own, which flushes nothing: then this does. */
function prefinish() {
  if (this._final !== final) final.call(this);
}

Transform.prototype._final = final;

/** Makes output of one chunk. */
Transform.prototype._transform = function(chunk, encoding, callback) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_transform()');
};

Transform.prototype._write = function(chunk, encoding, callback) {
  let turn = this[kTurn];
  // A second chunk before the first is done comes only from who calls _write() by hand.
  if (turn === null || turn.callback !== null) turn = this[kTurn] = new Turn(this);
  turn.callback = callback;
  turn.lengthBefore = this._readableState.length;
  this._transform(chunk, encoding, turn.done);
};

/** A read: a chunk that was held back is done. */
Transform.prototype._read = function() {
  const turn = this[kTurn];
  if (turn === null || !turn.isHeldBack) return;
  turn.isHeldBack = false;
  turn.call(null);
};

/** A Transform that gives what it gets. */
function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);

PassThrough.prototype._transform = function(chunk, encoding, callback) {
  callback(null, chunk);
};

module.exports = { PassThrough, Transform };
