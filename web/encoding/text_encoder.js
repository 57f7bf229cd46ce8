'use strict';
// TextEncoder (https://encoding.spec.whatwg.org/#interface-textencoder): strings to UTF-8.

const { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } = require('errors');
const { validateString } = require('validators');
const { createUnsafe, encodeInto, utf8Length, writeUtf8 } = binding('buffer');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const { get: typedArrayTag } = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);

// How many code units were read and bytes written by the last encodeInto().
const progress = new Uint32Array(2);

// Arrays of at most so many bytes live on V8's heap, and cost little.
const MOST_ON_HEAP = 64;
const short = new Uint8Array(new ArrayBuffer(MOST_ON_HEAP));

function encodeShort(text) {
  const size = writeUtf8(short, text, 0, MOST_ON_HEAP);
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = short[i];
  return bytes;
}

/** The UTF-8 of `text`, with U+FFFD for lone surrogates. */
function encode(text) {
  // No unit of UTF-16 takes more than three bytes.
  if (text.length * 3 <= MOST_ON_HEAP) return encodeShort(text);
  const size = utf8Length(text);
  const bytes = new Uint8Array(createUnsafe(size));
  writeUtf8(bytes, text, 0, size);
  return bytes;
}

class TextEncoder {
  #isEncoder = true;

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#isEncoder in value)) {
      throw new ERR_INVALID_THIS('TextEncoder');
    }
  }

  get encoding() {
    TextEncoder.#check(this);
    return 'utf-8';
  }

  /** The UTF-8 of `input`, with U+FFFD for lone surrogates. */
  encode(input = '') {
    TextEncoder.#check(this);
    return encode(`${input}`);
  }

  /**
   * Writes as much of `src` as fits into `dest`.
   * @param {string} src
   * @param {Uint8Array} dest
   * @returns {{read: number, written: number}} code units read, bytes written
   */
  encodeInto(src, dest) {
    TextEncoder.#check(this);
    validateString(src, 'src');
    if (typedArrayTag.call(dest) !== 'Uint8Array') throw new ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    encodeInto(src, dest, progress);
    return { read: progress[0], written: progress[1] };
  }

  [customInspect](depth, options) {
    TextEncoder.#check(this);
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = Object.create({ constructor: this.constructor ?? TextEncoder });
    shown.encoding = this.encoding;
    return require('inspect').inspect(shown, options);
  }
}

for (const name of ['encoding', 'encode', 'encodeInto']) {
  Object.defineProperty(TextEncoder.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(TextEncoder.prototype, Symbol.toStringTag, {
  __proto__: null, configurable: true, value: 'TextEncoder',
});

module.exports = { TextEncoder };
