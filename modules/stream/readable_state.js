'use strict';
// The state of a stream's readable side: `stream._readableState`.
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { ERR_UNKNOWN_ENCODING } = require('errors');
const { defineFlags } = require('stream/flags');
const { highWaterMarkFrom } = require('stream/high_water_mark');

const OBJECT_MODE = 1 << 0;
const ENDED = 1 << 1;
const END_EMITTED = 1 << 2;
const READING = 1 << 3;
const CONSTRUCTED = 1 << 4;
const SYNC = 1 << 5;
const NEED_READABLE = 1 << 6;
const EMITTED_READABLE = 1 << 7;
const READABLE_LISTENING = 1 << 8;
const RESUME_SCHEDULED = 1 << 9;
const ERROR_EMITTED = 1 << 10;
const EMIT_CLOSE = 1 << 11;
const AUTO_DESTROY = 1 << 12;
const DESTROYED = 1 << 13;
const CLOSED = 1 << 14;
const CLOSE_EMITTED = 1 << 15;
const MULTI_AWAIT_DRAIN = 1 << 16;
const READING_MORE = 1 << 17;
const DATA_EMITTED = 1 << 18;
const FLOWING = 1 << 19;
const NOT_FLOWING = 1 << 20; // Neither of the two bits: `flowing` is null, nobody has decided yet.
const PAUSED = 1 << 21;
const ERRORED = 1 << 22;
const DECODER = 1 << 23;
const CAPTURES_REJECTIONS = 1 << 24; // Of async 'data' listeners.

class ReadableState {
  /** `options`: those of a Readable; `isDuplex`: the options named readable... count too. */
  constructor(options, stream, isDuplex) {
    let flags = CONSTRUCTED | SYNC | EMIT_CLOSE | AUTO_DESTROY;
    if (options) {
      if (options.objectMode || (isDuplex && options.readableObjectMode)) flags |= OBJECT_MODE;
      if (options.emitClose === false) flags &= ~EMIT_CLOSE;
      if (options.autoDestroy === false) flags &= ~AUTO_DESTROY;
      if (options.captureRejections) flags |= CAPTURES_REJECTIONS;
    }
    if (EventEmitter.captureRejections) flags |= CAPTURES_REJECTIONS;
    this.flags = flags;
    this.highWaterMark = highWaterMarkFrom(options, 'readableHighWaterMark', isDuplex, (flags & OBJECT_MODE) !== 0);
    /** The chunks, from `bufferIndex` on; what is before was read. */
    this.buffer = [];
    this.bufferIndex = 0;
    /** Bytes, characters if there is an encoding, or objects in the buffer. */
    this.length = 0;
    this.pipes = [];
    /** The pipe destination that must drain before data flows again: a Set when there are several pipes. */
    this.awaitDrainWriters = null;
    /** How many ticks that announce 'readable' are queued. */
    this.readableTicks = 0;
    this.failure = null;
    this.defaultEncoding = 'utf8';
    this.stringDecoder = null;
    this.encoding = null;
    /** false: this side of a Duplex was switched off. */
    this.readable = undefined;
    if (options) readEncodings(this, options);
  }

  /** null: nobody has decided; true: data flows to 'data' listeners; false: paused. */
  get flowing() {
    return (this.flags & FLOWING) !== 0 ? true : (this.flags & NOT_FLOWING) !== 0 ? false : null;
  }
  set flowing(value) {
    const flags = this.flags & ~(FLOWING | NOT_FLOWING);
    this.flags = value == null ? flags : flags | (value ? FLOWING : NOT_FLOWING);
  }

  get errored() { return this.failure; }
  set errored(error) {
    this.failure = error;
    this.flags = error ? this.flags | ERRORED : this.flags & ~ERRORED;
  }

  get decoder() { return this.stringDecoder; }
  set decoder(decoder) {
    this.stringDecoder = decoder;
    this.flags = decoder ? this.flags | DECODER : this.flags & ~DECODER;
  }

  get pipesCount() { return this.pipes.length; }

  /** `_construct` is done: looks for data if somebody already asked. */
  onConstructed(stream) {
    if (this.flags & NEED_READABLE) require('stream/readable').readMore(stream, this);
  }
}

function readEncodings(state, { defaultEncoding, encoding }) {
  if (defaultEncoding != null && defaultEncoding !== 'utf8' && defaultEncoding !== 'utf-8') {
    if (!Buffer.isEncoding(defaultEncoding)) throw new ERR_UNKNOWN_ENCODING(defaultEncoding);
    state.defaultEncoding = defaultEncoding;
  }
  if (encoding) {
    const { StringDecoder } = require('string_decoder');
    state.decoder = new StringDecoder(encoding);
    state.encoding = encoding;
  }
}

defineFlags(ReadableState.prototype, {
  objectMode: OBJECT_MODE,
  ended: ENDED,
  endEmitted: END_EMITTED,
  reading: READING,
  constructed: CONSTRUCTED,
  sync: SYNC,
  needReadable: NEED_READABLE,
  emittedReadable: EMITTED_READABLE,
  readableListening: READABLE_LISTENING,
  resumeScheduled: RESUME_SCHEDULED,
  errorEmitted: ERROR_EMITTED,
  emitClose: EMIT_CLOSE,
  autoDestroy: AUTO_DESTROY,
  destroyed: DESTROYED,
  closed: CLOSED,
  closeEmitted: CLOSE_EMITTED,
  multiAwaitDrain: MULTI_AWAIT_DRAIN,
  readingMore: READING_MORE,
  dataEmitted: DATA_EMITTED,
  paused: PAUSED,
});

module.exports = {
  ReadableState,
  OBJECT_MODE, ENDED, END_EMITTED, READING, CONSTRUCTED, SYNC, NEED_READABLE, EMITTED_READABLE, READABLE_LISTENING,
  RESUME_SCHEDULED, ERROR_EMITTED, CLOSE_EMITTED, DESTROYED, MULTI_AWAIT_DRAIN, READING_MORE, DATA_EMITTED, FLOWING, NOT_FLOWING,
  PAUSED, ERRORED, DECODER, AUTO_DESTROY, CAPTURES_REJECTIONS,
};
