'use strict';
// TextEncoderStream and TextDecoderStream, of the Encoding specification, section 8.
const { ERR_INVALID_THIS } = require('errors');
const { TransformStream } = require('webstreams/transform');
const { inspectAs, kInspect } = require('webstreams/shared');

function isHighSurrogate(unit) { return unit >= 0xd800 && unit <= 0xdbff; }
function isLowSurrogate(unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

class TextEncoderStream {
  #encoder = new TextEncoder();
  #transform;
  /** A high surrogate at the end of a chunk waits for its other half. */
  #pending = '';

  constructor() {
    this.#transform = new TransformStream({
      transform: (chunk, controller) => { this.#encode(chunk, controller); },
      flush: (controller) => {
        if (this.#pending !== '') controller.enqueue(new Uint8Array([0xef, 0xbf, 0xbd]));
      },
    });
  }

  #encode(chunk, controller) {
    let text = `${chunk}`;
    if (text === '') return;
    if (this.#pending !== '') {
      // Half a pair: with its other half a character, else the replacement character.
      text = isLowSurrogate(text.charCodeAt(0)) ? this.#pending + text : `\ufffd${text}`;
      this.#pending = '';
    }
    if (isHighSurrogate(text.charCodeAt(text.length - 1))) {
      this.#pending = text[text.length - 1];
      text = text.slice(0, -1);
    }
    if (text !== '') controller.enqueue(this.#encoder.encode(text));
  }

  get encoding() { return this.#encoder.encoding; }
  get readable() { return this.#transform.readable; }
  get writable() { return this.#transform.writable; }

  [kInspect](depth, options) {
    if (typeof this !== 'object' || !(#encoder in this)) throw new ERR_INVALID_THIS('TextEncoderStream');
    return inspectAs(this, 'TextEncoderStream', depth, options, {
      encoding: this.encoding, readable: this.readable, writable: this.writable,
    });
  }
}

class TextDecoderStream {
  #decoder;
  #transform;

  /** `options`: fatal, ignoreBOM. */
  constructor(encoding = 'utf-8', options = { __proto__: null }) {
    const decoder = this.#decoder = new TextDecoder(encoding, options);
    this.#transform = new TransformStream({
      transform(chunk, controller) {
        const text = decoder.decode(chunk, { stream: true });
        if (text !== '') controller.enqueue(text);
      },
      flush(controller) {
        const text = decoder.decode();
        if (text !== '') controller.enqueue(text);
      },
    });
  }

  get encoding() { return this.#decoder.encoding; }
  get fatal() { return this.#decoder.fatal; }
  get ignoreBOM() { return this.#decoder.ignoreBOM; }
  get readable() { return this.#transform.readable; }
  get writable() { return this.#transform.writable; }

  [kInspect](depth, options) {
    if (typeof this !== 'object' || !(#decoder in this)) throw new ERR_INVALID_THIS('TextDecoderStream');
    return inspectAs(this, 'TextDecoderStream', depth, options, {
      encoding: this.encoding, fatal: this.fatal, ignoreBOM: this.ignoreBOM, readable: this.readable, writable: this.writable,
    });
  }
}

for (const name of ['encoding', 'readable', 'writable']) {
  Object.defineProperty(TextEncoderStream.prototype, name, { __proto__: null, enumerable: true });
}
for (const name of ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable']) {
  Object.defineProperty(TextDecoderStream.prototype, name, { __proto__: null, enumerable: true });
}

module.exports = { TextDecoderStream, TextEncoderStream };
