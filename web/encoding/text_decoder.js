'use strict';
// TextDecoder (https://encoding.spec.whatwg.org/#interface-textdecoder). A decoder per kind of encoding does the work:
// decode(bytes, stream) gives text, and keeps an unfinished character when `stream`.

const {
  ERR_ENCODING_INVALID_ENCODED_DATA, ERR_ENCODING_NOT_SUPPORTED, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS,
} = require('errors');
const { validateObject } = require('validators');
const { decodeUtf8, isAnyArrayBuffer, isAscii, latin1Slice, ucs2Slice } = binding('buffer');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

const noBytes = new Uint8Array(0);

function concatenate(first, second) {
  if (first.length === 0) return second;
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** How many bytes a UTF-8 character with this lead byte has; 0 for none. */
function utf8Length(lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** Whether `second` may follow `lead` (it may not be overlong, a surrogate or beyond U+10FFFF). */
function mayFollow(lead, second) {
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high;
}

/** How many of the last bytes are the beginning of a character. */
function unfinishedUtf8(bytes) {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back];
    if ((byte & 0xc0) === 0x80) continue;
    if (utf8Length(byte) <= back) return 0;
    return back === 1 || mayFollow(byte, bytes[length - back + 1]) ? back : 0;
  }
  return 0;
}

class Utf8Decoder {
  #fatal;
  #ignoreBOM;
  #pending = noBytes;
  #begun = false;

  constructor(fatal, ignoreBOM) {
    this.#fatal = fatal;
    this.#ignoreBOM = ignoreBOM;
  }

  decode(bytes, stream) {
    if (!stream && !this.#begun) return decodeUtf8(bytes, this.#ignoreBOM, this.#fatal);
    bytes = concatenate(this.#pending, bytes);
    const unfinished = stream ? unfinishedUtf8(bytes) : 0;
    const whole = bytes.subarray(0, bytes.length - unfinished);
    // Only the first text of a stream may begin with a byte order mark.
    const keepBOM = this.#begun === 'text' || this.#ignoreBOM;
    this.#pending = unfinished === 0 ? noBytes : bytes.slice(bytes.length - unfinished);
    if (!stream) this.#begun = false;
    else if (whole.length > 0) this.#begun = 'text';
    else this.#begun ||= 'pending';
    try {
      return decodeUtf8(whole, keepBOM, this.#fatal);
    } catch (error) {
      this.#begun = false;
      this.#pending = noBytes;
      throw error;
    }
  }
}

/** Text that begins with a byte order mark, without it. */
const withoutBOM = (text) => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

const singleByte = /^(?:iso-8859-|windows-|koi8-|macintosh|x-mac-)/; // not ibm866: to ICU some of its controls are others

/** All other encodings: ICU's converters, which Node uses too; but not for what is the same in most of them. */
class ConvertedDecoder {
  #name;
  #fatal;
  #stripBOM;
  #isSingleByte;
  #atStart = true;
  #isWhole = true; // no character is unfinished
  #native = null;

  constructor(name, fatal, ignoreBOM) {
    this.#name = name;
    this.#fatal = fatal;
    this.#stripBOM = !ignoreBOM && (name === 'utf-16le' || name === 'utf-16be');
    this.#isSingleByte = singleByte.test(name);
  }

  decode(bytes, stream) {
    if (this.#isSingleByte && isAscii(bytes)) return latin1Slice.call(bytes, 0, bytes.length);
    if (!stream && this.#isWhole && this.#name === 'utf-16le' && bytes.length % 2 === 0) {
      const text = ucs2Slice.call(bytes, 0, bytes.length);
      if (text.isWellFormed()) return this.#stripBOM ? withoutBOM(text) : text;
    }
    this.#isWhole = !stream;
    if (this.#native === null) {
      const { Decoder } = binding('encoding');
      this.#native = new Decoder(this.#name, this.#fatal);
    }
    const text = this.#native.decode(bytes, stream);
    const atStart = this.#atStart;
    this.#atStart = !stream || (atStart && text === '');
    if (text === undefined) throw new ERR_ENCODING_INVALID_ENCODED_DATA(this.#name);
    return atStart && this.#stripBOM ? withoutBOM(text) : text;
  }
}

/** ISO-8859-16, which ICU does not have: by the standard's table. */
class Latin10Decoder {
  decode(bytes) {
    const table = require('encoding/latin10');
    return require('buffer').Buffer.prototype.latin1Slice.call(bytes, 0, bytes.length)
      .replace(/[\xa0-\xff]/g, (c) => table[c.charCodeAt(0) - 0xa0]);
  }
}

function makeDecoder(name, fatal, ignoreBOM) {
  if (name === 'utf-8') return new Utf8Decoder(fatal, ignoreBOM);
  if (name === 'iso-8859-16') return new Latin10Decoder();
  return new ConvertedDecoder(name, fatal, ignoreBOM);
}

/** The encoding that `label` means; throws when it means none or one that neither Node nor we decode. */
function supportedEncoding(label) {
  if (label === 'utf-8' || label === 'utf8') return 'utf-8';
  const name = require('encoding/labels').encodingOfLabel(label);
  if (name === undefined || name === 'replacement' || name === 'x-user-defined') {
    throw new ERR_ENCODING_NOT_SUPPORTED(name ?? label);
  }
  return name;
}

/** `name`: what Node's message calls the argument, which differs. */
function bytesOf(input, name) {
  if (input === undefined) return noBytes;
  if (ArrayBuffer.isView(input)) {
    return input instanceof Uint8Array ? input : new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  if (isAnyArrayBuffer(input)) return new Uint8Array(input);
  const error = new ERR_INVALID_ARG_TYPE(name, ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], input);
  error.message = `The "${name}" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.`;
  throw error;
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #decoder;
  #hasStreamed = false; // only Node's messages tell

  /**
   * @param {string} [encoding] a label; by default UTF-8
   * @param {{fatal?: boolean, ignoreBOM?: boolean}} [options] fatal: whether ill-formed bytes throw; ignoreBOM: whether
   *   a byte order mark stays in the text
   * @throws ERR_ENCODING_NOT_SUPPORTED
   */
  constructor(encoding = 'utf-8', options = undefined) {
    encoding = `${encoding}`;
    if (options !== undefined && options !== null) {
      validateObject(options, 'options', { __proto__: null, nullable: true, allowArray: true, allowFunction: true });
    }
    this.#encoding = supportedEncoding(encoding);
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
    this.#decoder = makeDecoder(this.#encoding, this.#fatal, this.#ignoreBOM);
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#decoder in value)) throw new ERR_INVALID_THIS('TextDecoder');
  }

  /**
   * The text of `input`.
   * @param {ArrayBuffer | SharedArrayBuffer | ArrayBufferView} [input]
   * @param {{stream?: boolean}} [options] stream: whether more is to come
   * @throws ERR_ENCODING_INVALID_ENCODED_DATA
   */
  decode(input = undefined, options = undefined) {
    TextDecoder.#check(this);
    if (this.#encoding !== 'utf-8' && options !== undefined && options !== null) {
      validateObject(options, 'options', { __proto__: null, nullable: true, allowArray: true, allowFunction: true });
    }
    const stream = options !== undefined && options !== null && Boolean(options.stream);
    if (stream) this.#hasStreamed = true;
    const bytes = bytesOf(input, this.#encoding === 'utf-8' && !this.#hasStreamed ? 'list' : 'input');
    return this.#decoder.decode(bytes, stream);
  }

  get encoding() {
    TextDecoder.#check(this);
    return this.#encoding;
  }

  get fatal() {
    TextDecoder.#check(this);
    return this.#fatal;
  }

  get ignoreBOM() {
    TextDecoder.#check(this);
    return this.#ignoreBOM;
  }

  [customInspect](depth, options) {
    TextDecoder.#check(this);
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = { encoding: this.#encoding, fatal: this.#fatal, ignoreBOM: this.#ignoreBOM };
    if (options?.showHidden) {
      const flags = (this.#fatal ? 2 : 0) | (this.#ignoreBOM ? 4 : 0);
      shown[Symbol('flags')] = flags;
      shown[Symbol('handle')] = undefined;
    }
    return `${this.constructor?.name ?? 'TextDecoder'} ${require('inspect').inspect(shown, options)}`;
  }
}

for (const name of ['decode', 'encoding', 'fatal', 'ignoreBOM']) {
  Object.defineProperty(TextDecoder.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(TextDecoder.prototype, Symbol.toStringTag, {
  __proto__: null, configurable: true, value: 'TextDecoder',
});

module.exports = { TextDecoder };
