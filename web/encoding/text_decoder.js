'use strict';
// TextDecoder (https://encoding.spec.whatwg.org/#interface-textdecoder). A decoder per kind of encoding does the work:
// decode(bytes, stream) gives text, and keeps an unfinished character when `stream`.

const {
  ERR_ENCODING_INVALID_ENCODED_DATA, ERR_ENCODING_NOT_SUPPORTED, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS,
} = require('errors');
const { validateObject } = require('validators');
const { decodeUtf8, isAnyArrayBuffer } = binding('buffer');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

// glibc's names of the multi-byte encodings.
const iconvNames = {
  '__proto__': null,
  'gbk': 'GB18030',
  'gb18030': 'GB18030',
  'big5': 'BIG5-HKSCS',
  'euc-jp': 'EUC-JP-MS',
  'iso-2022-jp': 'ISO-2022-JP',
  'shift_jis': 'CP932',
  'euc-kr': 'CP949',
};

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

class Utf16Decoder {
  #name;
  #bigEndian;
  #fatal;
  #ignoreBOM;
  #pending = noBytes;
  #atStart = true;

  constructor(name, fatal, ignoreBOM) {
    this.#name = name;
    this.#bigEndian = name === 'utf-16be';
    this.#fatal = fatal;
    this.#ignoreBOM = ignoreBOM;
  }

  decode(bytes, stream) {
    bytes = concatenate(this.#pending, bytes);
    let whole = bytes.length & ~1;
    if (stream && whole > 0 && this.#isLead(bytes, whole - 2)) whole -= 2;
    let text = this.#text(bytes, whole);
    let wellFormed = text.isWellFormed();
    if (stream) {
      this.#pending = whole === bytes.length ? noBytes : bytes.slice(whole);
    } else {
      this.#pending = noBytes;
      if (whole !== bytes.length) {
        // A unit cut in half ends the text together with a lead surrogate before it.
        wellFormed = false;
        text = /[\ud800-\udbff]$/.test(text) ? `${text.slice(0, -1)}\ufffd` : `${text}\ufffd`;
      }
    }
    const atStart = this.#atStart;
    if (text !== '') this.#atStart = false;
    if (!stream) this.#atStart = true;
    if (this.#fatal && !wellFormed) {
      this.#pending = noBytes;
      this.#atStart = true;
      throw new ERR_ENCODING_INVALID_ENCODED_DATA(this.#name, undefined);
    }
    if (atStart && !this.#ignoreBOM && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    return text.toWellFormed();
  }

  #isLead(bytes, at) {
    return ((this.#bigEndian ? bytes[at] : bytes[at + 1]) & 0xfc) === 0xd8;
  }

  #text(bytes, length) {
    const { Buffer } = require('buffer');
    if (!this.#bigEndian) return Buffer.prototype.ucs2Slice.call(bytes, 0, length);
    return Buffer.from(bytes.subarray(0, length)).swap16().ucs2Slice(0, length);
  }
}

class SingleByteDecoder {
  #name;
  #table;
  #fatal;

  constructor(name, fatal) {
    this.#name = name;
    this.#table = require('encoding/single_byte')[name === 'iso-8859-8-i' ? 'iso-8859-8' : name];
    this.#fatal = fatal;
  }

  decode(bytes) {
    const text = require('buffer').Buffer.prototype.latin1Slice.call(bytes, 0, bytes.length)
      .replace(/[\x80-\xff]/g, (c) => this.#table[c.charCodeAt(0) - 0x80]);
    if (this.#fatal && text.includes('\ufffd')) throw new ERR_ENCODING_INVALID_ENCODED_DATA(this.#name, undefined);
    return text;
  }
}

class IconvDecoder {
  #name;
  #decoder;
  #fatal;

  constructor(name, fatal) {
    const { IconvDecoder: Native } = binding('encoding');
    this.#name = name;
    this.#decoder = new Native(iconvNames[name]);
    this.#fatal = fatal;
  }

  decode(bytes, stream) {
    const text = this.#decoder.decode(bytes, stream, this.#fatal);
    if (text === undefined) throw new ERR_ENCODING_INVALID_ENCODED_DATA(this.#name, undefined);
    return text;
  }
}

function makeDecoder(name, fatal, ignoreBOM) {
  if (name === 'utf-8') return new Utf8Decoder(fatal, ignoreBOM);
  if (name === 'utf-16le' || name === 'utf-16be') return new Utf16Decoder(name, fatal, ignoreBOM);
  if (name in iconvNames) return new IconvDecoder(name, fatal);
  return new SingleByteDecoder(name, fatal);
}

/** The encoding that `label` means; throws when it means none or one we cannot decode. */
function supportedEncoding(label) {
  if (label === 'utf-8' || label === 'utf8') return 'utf-8';
  const name = require('encoding/labels').encodingOfLabel(label);
  if (name === undefined || name === 'replacement' || name === 'x-user-defined' ||
      (name in iconvNames && !binding('encoding').isSupported(iconvNames[name]))) {
    throw new ERR_ENCODING_NOT_SUPPORTED(label);
  }
  return name;
}

function bytesOf(input) {
  if (input === undefined) return noBytes;
  if (ArrayBuffer.isView(input)) {
    return input instanceof Uint8Array ? input : new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  if (isAnyArrayBuffer(input)) return new Uint8Array(input);
  const error = new ERR_INVALID_ARG_TYPE('list', ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], input);
  error.message = 'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.';
  throw error;
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  #decoder;

  /**
   * @param {string} [encoding] a label; by default UTF-8
   * @param {{fatal?: boolean, ignoreBOM?: boolean}} [options] fatal: whether ill-formed bytes throw; ignoreBOM: whether
   *   a byte order mark stays in the text
   * @throws ERR_ENCODING_NOT_SUPPORTED
   */
  constructor(encoding = 'utf-8', options = undefined) {
    encoding = `${encoding}`;
    if (options !== undefined && options !== null) {
      validateObject(options, 'options', { nullable: true, allowArray: true, allowFunction: true });
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
    const bytes = bytesOf(input);
    return this.#decoder.decode(bytes, options !== undefined && options !== null && Boolean(options.stream));
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
    return `${this.constructor?.name ?? 'TextDecoder'} ${require('util').inspect(shown, options)}`;
  }
}

for (const name of ['decode', 'encoding', 'fatal', 'ignoreBOM']) {
  Object.defineProperty(TextDecoder.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(TextDecoder.prototype, Symbol.toStringTag, {
  __proto__: null, configurable: true, value: 'TextDecoder',
});

module.exports = { TextDecoder };
