'use strict';
// TextEncoderStream and TextDecoderStream (https://encoding.spec.whatwg.org/#interface-textencoderstream): a transform
// stream each, whose transformer makes at most one piece of a chunk, and one more of what is left at the end.
const { noOptions } = require('define');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } = require('errors');
const { TextDecoder, TextEncoder } = require('encoding');
const { TransformStream } = require('webstreams/transform');
const { inspectAs, kInspect } = require('webstreams/shared');

const MORE_FOLLOWS = { __proto__: null, stream: true };

/**
 * A TransformStream of `convert(chunk)` for each chunk and `finish()` at the end; pieces of length 0 are left out.
 * @param {(chunk: any) => string | Uint8Array} convert
 * @param {() => string | Uint8Array} finish
 */
function makeTransform(convert, finish) {
  const give = (piece, controller) => { if (piece.length > 0) controller.enqueue(piece); };
  return new TransformStream({
    __proto__: null,
    transform(chunk, controller) { give(convert(chunk), controller); },
    flush(controller) { give(finish(), controller); },
  });
}

/** Strings (what is none is converted) in, their UTF-8 as Uint8Arrays out. */
class TextEncoderStream {
  #encoder = new TextEncoder();
  #held = ''; // the first half of a surrogate pair that a chunk ended with
  #transform = makeTransform((chunk) => this.#encode(String(chunk)), () => this.#encoder.encode(this.#held));

  #encode(chunk) {
    const text = this.#held + chunk;
    const end = /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
    this.#held = text.slice(end);
    return this.#encoder.encode(text.slice(0, end)); // lone halves within become U+FFFD
  }

  /** @returns {string} always 'utf-8' */
  get encoding() { return this.#encoder.encoding; }
  /** @returns {ReadableStream} of Uint8Arrays */
  get readable() { return this.#transform.readable; }
  /** @returns {WritableStream} of strings */
  get writable() { return this.#transform.writable; }

  [kInspect](depth, options) {
    if (typeof this !== 'object' || this === null || !(#encoder in this)) throw new ERR_INVALID_THIS('TextEncoderStream');
    const { encoding, readable, writable } = this;
    return inspectAs(this, 'TextEncoderStream', depth, options, { encoding, readable, writable });
  }
}

/** Bytes (ArrayBuffers and their views) in, text out; characters that chunks cut in two come out whole. */
class TextDecoderStream {
  #decoder;
  #transform;

  /**
   * @param {string} [encoding] a label, as for TextDecoder; by default 'utf-8'
   * @param {{fatal?: boolean, ignoreBOM?: boolean}} [options] as for TextDecoder: with `fatal` ill-formed bytes error
   *   both sides with ERR_ENCODING_INVALID_ENCODED_DATA
   * @throws ERR_ENCODING_NOT_SUPPORTED, ERR_INVALID_ARG_TYPE
   */
  constructor(encoding = 'utf-8', options = noOptions) {
    const decoder = this.#decoder = new TextDecoder(encoding, options);
    this.#transform = makeTransform((chunk) => {
      if (chunk === undefined) throw new ERR_INVALID_ARG_TYPE('chunk', 'string', chunk); // which decode() takes for none
      return decoder.decode(chunk, MORE_FOLLOWS);
    }, () => decoder.decode());
  }

  /** @returns {string} the encoding's name in small letters */
  get encoding() { return this.#decoder.encoding; }
  /** @returns {boolean} */
  get fatal() { return this.#decoder.fatal; }
  /** @returns {boolean} */
  get ignoreBOM() { return this.#decoder.ignoreBOM; }
  /** @returns {ReadableStream} of strings */
  get readable() { return this.#transform.readable; }
  /** @returns {WritableStream} of ArrayBuffers and their views */
  get writable() { return this.#transform.writable; }

  [kInspect](depth, options) {
    if (typeof this !== 'object' || this === null || !(#decoder in this)) throw new ERR_INVALID_THIS('TextDecoderStream');
    const { encoding, fatal, ignoreBOM, readable, writable } = this;
    return inspectAs(this, 'TextDecoderStream', depth, options, { encoding, fatal, ignoreBOM, readable, writable });
  }
}

for (const { prototype } of [TextEncoderStream, TextDecoderStream]) {
  for (const name of ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable']) {
    if (Object.hasOwn(prototype, name)) Object.defineProperty(prototype, name, { __proto__: null, enumerable: true });
  }
}

module.exports = { TextDecoderStream, TextEncoderStream };
