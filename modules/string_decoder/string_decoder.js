'use strict';
// StringDecoder: text from chunks of bytes, without cutting characters in two.

const { defineProperty } = require('intrinsics');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_UNKNOWN_ENCODING } = require('errors');
const { Buffer } = require('buffer');
const { UTF8, UTF16LE, BASE64, BASE64URL, encodingId, encodingName, isEncoding } = require('encodings');
const { decode } = binding('buffer');

/** The number of an encoding as users name it; UTF-8 for none. */
function numberOf(name) {
  if (name === undefined || name === null || name === '') return UTF8;
  if (!isEncoding(name)) throw new ERR_UNKNOWN_ENCODING(name);
  return encodingId(name);
}

const kState = Symbol('kNativeDecoder');

/** The unfinished character between two chunks. */
class State {
  constructor(encoding) {
    this.encoding = encoding;
    this.bytes = Buffer.alloc(4);
    this.held = 0;  // how many of `bytes` count
    this.need = 0;  // how many are missing
  }

  hold(chunk, start, end, need) {
    this.bytes[0] = chunk[start];
    for (let i = start + 1; i < end; i++) this.bytes[i - start] = chunk[i];
    this.held = end - start;
    this.need = need;
  }

  /** Takes what is missing from the front of `chunk`; in UTF-8, bytes that continue the character. Returns how many. */
  fill(chunk) {
    let taken = 0;
    while (this.need > 0 && taken < chunk.length && (this.encoding !== UTF8 || (chunk[taken] & 0xc0) === 0x80)) {
      this.bytes[this.held++] = chunk[taken++];
      this.need--;
    }
    return taken;
  }

  /** The text of what is held, complete or not. */
  release() {
    const { held } = this;
    this.held = 0;
    this.need = 0;
    return held === 0 ? '' : decode(this.bytes, 0, held, this.encoding);
  }
}

// --- UTF-8. ---

/** How many bytes a character has that begins with `lead`; 0 for a byte that begins none. */
function utf8Length(lead) {
  if (lead < 0xc2) return lead < 0x80 ? 1 : 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
}

/** Where the unfinished character at the end begins, or the end. */
function unfinishedUtf8(chunk, start, end) {
  for (let i = end - 1; i >= start && i >= end - 3; i--) {
    if ((chunk[i] & 0xc0) === 0x80) continue;
    return utf8Length(chunk[i]) > end - i ? i : end;
  }
  return end;
}

function writeUtf8(state, chunk) {
  const end = chunk.length;
  let start = 0;
  let text = '';
  if (state.held > 0) {
    start = state.fill(chunk);
    if (state.need > 0 && start === end) return '';
    text = state.release();
  }
  const cut = unfinishedUtf8(chunk, start, end);
  if (cut > start) text += decode(chunk, start, cut, UTF8);
  if (cut < end) state.hold(chunk, cut, end, utf8Length(chunk[cut]) - (end - cut));
  return text;
}

// --- UTF-16: a unit cut in half, or a lead surrogate whose trail is still to come. ---

function isLead(high) {
  return (high & 0xfc) === 0xd8;
}

function writeUtf16(state, chunk) {
  const end = chunk.length;
  let start = 0;
  let text = '';
  if (state.held > 0) {
    start = state.fill(chunk);
    if (state.need > 0) return '';
    text = state.release(); // as Node: a lead surrogate that came in two halves does not wait
  }
  let cut = start + ((end - start) & ~1);
  // A whole lead surrogate waits for its trail, unless half a unit follows it: that is what waits then.
  if (cut === end && cut - start >= 2 && isLead(chunk[cut - 1])) cut -= 2;
  if (cut > start) text += decode(chunk, start, cut, UTF16LE);
  if (cut < end) state.hold(chunk, cut, end, end - cut === 1 ? 1 : 2);
  return text;
}

// --- Base64: three bytes at a time. ---

function writeBase64(state, chunk) {
  const end = chunk.length;
  let start = 0;
  let text = '';
  if (state.held > 0) {
    start = state.fill(chunk);
    if (state.need > 0) return '';
    text = state.release();
  }
  const rest = (end - start) % 3;
  const cut = end - rest;
  if (cut > start) text += decode(chunk, start, cut, state.encoding);
  if (rest > 0) state.hold(chunk, cut, end, 3 - rest);
  return text;
}

function stateOf(decoder) {
  const state = decoder?.[kState];
  if (!(state instanceof State)) throw new ERR_INVALID_THIS('StringDecoder');
  return state;
}

function toBytes(view) {
  if (view instanceof Uint8Array) return view;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/**
 * @param {string} [encoding] by default 'utf8'
 * @throws ERR_UNKNOWN_ENCODING
 */
function StringDecoder(encoding) {
  const id = numberOf(encoding);
  this.encoding = encodingName(id);
  this[kState] = new State(id);
}

/**
 * The text of the bytes that are complete with this chunk.
 * @param {string | Buffer | TypedArray | DataView} buf a string is given back as it is
 */
StringDecoder.prototype.write = function write(buf) {
  if (typeof buf === 'string') return buf;
  if (!ArrayBuffer.isView(buf)) throw new ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], buf);
  const state = stateOf(this);
  const chunk = toBytes(buf);
  switch (state.encoding) {
    case UTF8: return writeUtf8(state, chunk);
    case UTF16LE: return writeUtf16(state, chunk);
    case BASE64: case BASE64URL: return writeBase64(state, chunk);
    default: return decode(chunk, 0, chunk.length, state.encoding);
  }
};

/** What is left, with U+FFFD for an unfinished character; the decoder may be used anew. */
StringDecoder.prototype.end = function end(buf) {
  const text = buf === undefined ? '' : this.write(buf);
  return text + stateOf(this).release();
};

/** As write(), of the bytes from `offset` on, forgetting what was unfinished. */
StringDecoder.prototype.text = function text(buf, offset) {
  const state = stateOf(this);
  state.held = 0;
  state.need = 0;
  return this.write(buf.slice(offset));
};

function defineState(name, get) {
  defineProperty(StringDecoder.prototype, name, { __proto__: null, configurable: true, enumerable: true, get });
}
defineState('lastChar', function() {
  return stateOf(this).bytes;
});
defineState('lastNeed', function() {
  return stateOf(this).need;
});
defineState('lastTotal', function() {
  const { held, need } = stateOf(this);
  return held + need;
});

module.exports = { StringDecoder };
