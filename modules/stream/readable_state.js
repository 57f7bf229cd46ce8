'use strict';
// The state of a stream's readable side: `stream._readableState`. Few fields, most of them bits; what is seldom needed
// is made when needed, and packages find it under its usual name.
const { isArray } = require('intrinsics');
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { ERR_UNKNOWN_ENCODING } = require('errors');
const { bytesByDefault, objectsByDefault, checkHighWaterMark, checkedMark } = require('stream/high_water_mark');
const { commonBitsFrom, exposeBits, exposeCommonBits, OBJECT_MODE } = require('stream/bits');

/** The source has given its last chunk. */
const ENDED = 1 << 12;
const END_EMITTED = 1 << 13;
/** `_read` was called and has not pushed yet. */
const READING = 1 << 14;
/** A read() found too little: 'readable' announces the next chunk. */
const NEED_READABLE = 1 << 15;
/** 'readable' is announced, and read() has not been called since. */
const EMITTED_READABLE = 1 << 16;
const READABLE_LISTENING = 1 << 17; // There are 'readable' listeners.
const RESUME_SCHEDULED = 1 << 18;
const READING_MORE = 1 << 19;
const DATA_EMITTED = 1 << 20;
// Three states: neither bit (not decided yet), flowing, stopped.
const FLOWING = 1 << 21;
const STOPPED = 1 << 22;
/** By pause(), which even 'readable' listeners that go away don't undo. */
const PAUSED = 1 << 23;
const DECODES = 1 << 24;
const CAPTURES_REJECTIONS = 1 << 25; // Of async 'data' listeners.
/** Several pipes: `awaitDrainWriters` is a Set. */
const MULTI_AWAIT_DRAIN = 1 << 26;

/** `stream._readableState`. */
class ReadableState {
  /**
   * `options`: those of a Readable; `isDuplex`: the options named readable... count too. A Duplex gives what it has
   * read already of the options that both sides have: `common` bits, and the high-water mark if there is one for both.
   */
  constructor(options, stream, isDuplex, common = commonBitsFrom(options), mark = options?.highWaterMark) {
    let flags = common;
    if (EventEmitter.captureRejections) flags |= CAPTURES_REJECTIONS;
    if (mark != null) checkHighWaterMark(mark, isDuplex ? 'options.readableHighWaterMark' : 'options.highWaterMark');
    if (options) {
      if (options.captureRejections) flags |= CAPTURES_REJECTIONS;
      if (isDuplex) {
        if (options.readableObjectMode) flags |= OBJECT_MODE;
        if (mark == null) mark = checkedMark(options.readableHighWaterMark, 'options.readableHighWaterMark');
      }
    }
    this.flags = flags;
    this.highWaterMark = mark ?? ((flags & OBJECT_MODE) !== 0 ? objectsByDefault() : bytesByDefault());
    /** Bytes, characters if there is an encoding, or objects in the buffer. */
    this.length = 0;
    /** The chunks that wait, from `bufferIndex` on; null until there was one. */
    this.chunks = null;
    this.bufferIndex = 0;
    /** The connections that pipe() made, null if none. */
    this.connections = null;
    /** The pipe destination that must drain before data flows again: a Set when there are several pipes. */
    this.awaitDrainWriters = null;
    /** How many ticks that announce 'readable' are queued. */
    this.readableEventsQueued = 0;
    this.failure = null;
    /** What is seldom other than usual: { defaultEncoding, encoding, decoder }, or null. */
    this.text = null;
    if (options) readEncodings(this, options);
  }

  /** The chunks that wait, from `bufferIndex` on. */
  get buffer() { return this.chunks ??= []; }
  set buffer(chunks) { this.chunks = chunks; }

  /** null: not decided; true: data flows to 'data' listeners; false: stopped. */
  get flowing() {
    return (this.flags & FLOWING) !== 0 ? true : (this.flags & STOPPED) !== 0 ? false : null;
  }
  set flowing(value) {
    const flags = this.flags & ~(FLOWING | STOPPED);
    this.flags = value == null ? flags : flags | (value ? FLOWING : STOPPED);
  }

  /** Of strings that are pushed without an encoding. */
  get defaultEncoding() { return this.text === null ? 'utf8' : this.text.defaultEncoding; }
  set defaultEncoding(encoding) { textOf(this).defaultEncoding = encoding; }

  /** Of the strings that are read, or null: Buffers are. */
  get encoding() { return this.text === null ? null : this.text.encoding; }
  set encoding(encoding) { textOf(this).encoding = encoding; }

  /** The StringDecoder for `encoding`, or null. */
  get decoder() { return this.text === null ? null : this.text.decoder; }
  set decoder(decoder) {
    textOf(this).decoder = decoder;
    this.flags = decoder ? this.flags | DECODES : this.flags & ~DECODES;
  }

  /** The destinations of pipe(). */
  get pipes() {
    return this.connections === null ? [] : this.connections.map((connection) => connection.dest);
  }

  set pipes(dests) {
    const kept = isArray(dests) ? dests : [dests];
    this.connections = this.connections?.filter(({ dest }) => kept.includes(dest)) ?? null;
  }

  /** How many destinations pipe() has. */
  get pipesCount() { return this.connections === null ? 0 : this.connections.length; }
}

function textOf(state) {
  return state.text ??= { defaultEncoding: 'utf8', encoding: null, decoder: null };
}

function readEncodings(state, options) {
  const { defaultEncoding, encoding } = options;
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

exposeCommonBits(ReadableState.prototype, 'readable');
exposeBits(ReadableState.prototype, {
  ended: ENDED, endEmitted: END_EMITTED, reading: READING, needReadable: NEED_READABLE,
  emittedReadable: EMITTED_READABLE, readableListening: READABLE_LISTENING, resumeScheduled: RESUME_SCHEDULED,
  readingMore: READING_MORE, dataEmitted: DATA_EMITTED, paused: PAUSED, multiAwaitDrain: MULTI_AWAIT_DRAIN,
});

module.exports = {
  ReadableState,
  ENDED, END_EMITTED, READING, NEED_READABLE, EMITTED_READABLE, READABLE_LISTENING, RESUME_SCHEDULED, READING_MORE,
  DATA_EMITTED, FLOWING, STOPPED, PAUSED, DECODES, CAPTURES_REJECTIONS, MULTI_AWAIT_DRAIN,
};
