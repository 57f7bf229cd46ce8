'use strict';
// require('buffer'): the Buffer class put together, and what else the module has; Blob, File and resolveObjectURL are added by
// program/globals.

const {
  ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE,
} = require('errors');
const { validateInteger, validateNumber } = require('validators');
const { Buffer, FastBuffer } = require('buffer/fast_buffer');
const { allocate, allocateUnpooled, fromString, sizeOf } = require('buffer/allocate');
const { UTF8, UNKNOWN, encodingId, isEncoding: encodingExists, knownEncodingId } = require('encodings');
const { fillBuffer } = require('buffer/fill');
const { checkBytes, methods } = require('buffer/methods');
const { isUint8Array, isTypedArray } = require('buffer/types');
const native = binding('buffer');
const { compare: compareBytes, copy: copyBytes, isAnyArrayBuffer, utf8Length } = native;

const { fill, set } = Uint8Array.prototype;
const kMaxLength = Number.MAX_SAFE_INTEGER;
const { kStringMaxLength } = native;
const customInspect = Symbol.for('nodejs.util.inspect.custom');

let inspectMaxBytes = 50;

function checkSize(size) {
  if (typeof size !== 'number' || !(size >= 0 && size <= kMaxLength)) validateNumber(size, 'size', 0, kMaxLength);
}

// --- Making buffers. ---

function fromArrayBuffer(buffer, byteOffset, length) {
  byteOffset = byteOffset === undefined ? 0 : +byteOffset || 0;
  const most = buffer.byteLength - byteOffset;
  if (most < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  // Without a length the view follows a buffer that is resized.
  if (length === undefined) return new FastBuffer(buffer, byteOffset);
  length = +length;
  if (!(length > 0)) return new FastBuffer(buffer, byteOffset, 0);
  if (length > most) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  return new FastBuffer(buffer, byteOffset, length);
}

function fromArrayLike(items) {
  if (!(items.length > 0)) return new FastBuffer();
  const buffer = allocate(items.length);
  set.call(buffer, items, 0);
  return buffer;
}

/** Array-like objects, and what Buffer.prototype.toJSON() gives; undefined for others. */
function fromObject(value) {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
    return typeof value.length === 'number' ? fromArrayLike(value) : new FastBuffer();
  }
  if (value.type === 'Buffer' && Array.isArray(value.data)) return fromArrayLike(value.data);
  return undefined;
}

/**
 * A buffer of the bytes of a string or array, or over the memory of an ArrayBuffer.
 * @param {string | ArrayBuffer | SharedArrayBuffer | Uint8Array | ArrayLike<number> | object} value
 * @param {string | number} [encodingOrOffset] a string's encoding, or where in an ArrayBuffer to begin
 * @param {number} [length] of an ArrayBuffer
 * @throws ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_ENCODING, ERR_BUFFER_OUT_OF_BOUNDS
 */
Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') {
    const id = typeof encodingOrOffset !== 'string' || encodingOrOffset === '' ? UTF8 :
      knownEncodingId(encodingOrOffset);
    return fromString(value, id);
  }
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive = value.valueOf?.();
    if (primitive !== null && primitive !== undefined && primitive !== value &&
        (typeof primitive === 'string' || typeof primitive === 'object')) {
      return from(primitive, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer !== undefined) return buffer;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const text = value[Symbol.toPrimitive]('string');
      if (typeof text === 'string') return from(text, encodingOrOffset);
    }
  }
  throw new ERR_INVALID_ARG_TYPE('first argument', ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
                                 value);
};

/** A copy of a typed array's memory; `offset` and `length` count its elements. */
Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
  if (!isTypedArray(view)) throw new ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  if (view.length === 0) return new FastBuffer();
  let start = 0;
  let end = view.length;
  if (offset !== undefined) {
    validateInteger(offset, 'offset', 0);
    if (offset >= view.length) return new FastBuffer();
    start = offset;
  }
  if (length !== undefined) {
    validateInteger(length, 'length', 0);
    end = Math.min(start + length, view.length);
  }
  const size = view.BYTES_PER_ELEMENT;
  return fromArrayLike(new Uint8Array(view.buffer, view.byteOffset + start * size, (end - start) * size));
};

/** A buffer of the arguments; each is made a number and cut to 8 bits. */
Buffer.of = function of(...items) {
  const buffer = allocateUnpooled(items.length);
  for (let i = 0; i < items.length; i++) buffer[i] = items[i];
  return buffer;
};

/**
 * A buffer of `size` bytes, zeroed or filled as by fill(value, encoding).
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE for a size below 0 or above kMaxLength, ERR_INVALID_ARG_VALUE
 */
Buffer.alloc = function alloc(size, value, encoding) {
  checkSize(size);
  if (value === undefined || value === 0 || size === 0) return new FastBuffer(size);
  const buffer = allocateUnpooled(size);
  return fillBuffer(buffer, value, 0, buffer.length, encoding);
};

/**
 * A buffer of `size` bytes that are whatever was in memory. Below half of Buffer.poolSize (8 KiB) it is cut from a
 * pool, whose ArrayBuffer it shares with others. Throws as alloc() does.
 */
Buffer.allocUnsafe = function allocUnsafe(size) {
  checkSize(size);
  return allocate(size);
};

/** As allocUnsafe(), but never from the pool. */
Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  checkSize(size);
  return allocateUnpooled(size);
};

/** Whether `b` is a Buffer. A plain Uint8Array is none. */
Buffer.isBuffer = function isBuffer(b) {
  return b instanceof Buffer;
};

/** -1, 0 or 1, by which of the two comes first, byte by byte. Throws ERR_INVALID_ARG_TYPE. */
Buffer.compare = function compare(buf1, buf2) {
  checkBytes(buf1, 'buf1');
  checkBytes(buf2, 'buf2');
  return buf1 === buf2 ? 0 : compareBytes(buf1, buf2);
};

/**
 * Whether `encoding` names one of Node's encodings, in upper or lower case: utf8, utf16le, ucs2, latin1, binary, ascii,
 * base64, base64url, hex.
 */
Buffer.isEncoding = function isEncoding(encoding) {
  return encodingExists(encoding);
};

/**
 * One buffer of the bytes of all.
 * @param {Uint8Array[]} list
 * @param {number} [length] of the result: what is beyond is left out, what is missing zeroed
 */
Buffer.concat = function concat(list, length) {
  if (!Array.isArray(list)) throw new ERR_INVALID_ARG_TYPE('list', 'Array', list);
  if (list.length === 0) return new FastBuffer();
  if (length === undefined) {
    length = 0;
    for (let i = 0; i < list.length; i++) {
      if (list[i].length) length += list[i].length;
    }
  } else {
    validateInteger(length, 'length', 0);
  }
  const buffer = allocate(length);
  let filled = 0;
  for (let i = 0; i < list.length; i++) {
    const part = list[i];
    if (!isUint8Array(part)) throw new ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], part);
    if (part.length <= length - filled) {
      set.call(buffer, part, filled);
      filled += part.length;
    } else {
      copyBytes(part, 0, buffer, filled, length - filled);
      filled = length;
    }
  }
  // A pool's memory, or a getter that gave two lengths.
  if (filled < length) fill.call(buffer, 0, filled);
  return buffer;
};

/**
 * How many bytes a string takes in `encoding` (UTF-8 where it is missing or unknown), or a view or ArrayBuffer has.
 * Of base64 and hex it is what well-formed text takes. Throws ERR_INVALID_ARG_TYPE.
 */
Buffer.byteLength = function byteLength(string, encoding) {
  if (typeof string !== 'string') {
    if (ArrayBuffer.isView(string) || isAnyArrayBuffer(string)) return string.byteLength;
    throw new ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], string);
  }
  if (!encoding) return utf8Length(string);
  const id = encodingId(encoding);
  return id === UNKNOWN ? utf8Length(string) : sizeOf(string, id);
};

/** Deprecated (DEP0030): what Buffer.allocUnsafeSlow(length) returns. */
function SlowBuffer(length) {
  warnOfSlowBuffer();
  checkSize(length);
  return allocateUnpooled(length);
}
Object.setPrototypeOf(SlowBuffer.prototype, Uint8Array.prototype);
Object.setPrototypeOf(SlowBuffer, Uint8Array);
Object.defineProperty(SlowBuffer, 'name', { __proto__: null, configurable: true, value: 'deprecated' });

let warnedOfSlowBuffer = false;

function warnOfSlowBuffer() {
  if (warnedOfSlowBuffer) return;
  warnedOfSlowBuffer = true;
  require('process_object').emitWarning('SlowBuffer() is deprecated. Please use Buffer.allocUnsafeSlow()',
                                 'DeprecationWarning', 'DEP0030');
}

// --- The prototype. ---

const { prototype } = Buffer;

function addMethods(added) {
  for (const name of Object.keys(added)) prototype[name] = added[name];
}

/** readUIntLE and the like have a second name in small letters: readUintLE. */
function addWithAliases(added) {
  for (const name of Object.keys(added)) {
    prototype[name] = added[name];
    if (name.includes('UInt')) prototype[name.replace('UInt', 'Uint')] = added[name];
  }
}

/** Whether utf8Write() and its like have nothing to check or to convert. */
function isOrdinaryWrite(buffer, string, offset, length) {
  return typeof string === 'string' && length === undefined && offset >>> 0 === offset && isUint8Array(buffer) &&
    offset <= buffer.length;
}

addWithAliases(require('buffer/integers').methods);
addMethods(require('buffer/floats').methods);
for (const encoding of ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8']) {
  prototype[`${encoding}Slice`] = native[`${encoding}Slice`];
}
addMethods({
  /**
   * Undocumented in Node, known to packages: writes `string` as Latin-1 at `offset`, at most `length` bytes (default:
   * what fits); returns how many. latin1Write() and utf8Write() take the same.
   */
  asciiWrite(string, offset = 0, length) {
    return native.asciiWrite.call(this, string, offset, length);
  },
  base64Write: native.base64Write,
  base64urlWrite: native.base64urlWrite,
  /** As asciiWrite(). */
  latin1Write(string, offset = 0, length) {
    if (isOrdinaryWrite(this, string, offset, length)) return native.writeLatin1(this, string, offset, this.length - offset);
    return native.latin1Write.call(this, string, offset, length);
  },
  hexWrite: native.hexWrite,
  ucs2Write: native.ucs2Write,
  /** As asciiWrite(), in UTF-8; a character that does not fit whole is left out. */
  utf8Write(string, offset = 0, length) {
    if (isOrdinaryWrite(this, string, offset, length)) return native.writeUtf8(this, string, offset, this.length - offset);
    return native.utf8Write.call(this, string, offset, length);
  },
});
Object.defineProperty(prototype, 'parent', {
  __proto__: null,
  enumerable: true,
  get() {
    return this instanceof Buffer ? this.buffer : undefined;
  },
});
Object.defineProperty(prototype, 'offset', {
  __proto__: null,
  enumerable: true,
  get() {
    return this instanceof Buffer ? this.byteOffset : undefined;
  },
});
addMethods(methods);
addMethods(require('buffer/search').methods);

prototype.inspect = function inspect(recurseTimes, ctx) {
  return require('buffer/inspect').inspectBuffer(this, ctx, inspectMaxBytes);
};
prototype[customInspect] = prototype.inspect;
prototype.toLocaleString = prototype.toString;

// --- The module. ---

function checkBytesInput(input) {
  if (!isTypedArray(input) && !isAnyArrayBuffer(input)) {
    throw new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
  }
  if (native.isDetached(input)) throw new ERR_INVALID_STATE('Cannot validate on a detached buffer');
}

/** Whether the bytes are well-formed UTF-8. */
function isUtf8(input) {
  checkBytesInput(input);
  return native.isUtf8(input);
}

/** Whether all bytes are below 128. */
function isAscii(input) {
  checkBytesInput(input);
  return native.isAscii(input);
}

/** As buffer/transcode: `source` (a Buffer or Uint8Array) of one encoding as a Buffer of another. */
function transcode(source, fromEncoding, toEncoding) {
  return require('buffer/transcode').transcode(source, fromEncoding, toEncoding);
}

/** As buffer/web_base64: base64 as a string with a character for each byte. */
function atob(input) {
  return Reflect.apply(require('buffer/web_base64').atob, undefined, arguments);
}

/** As buffer/web_base64: a string of characters up to U+00FF as base64. */
function btoa(input) {
  return Reflect.apply(require('buffer/web_base64').btoa, undefined, arguments);
}

module.exports = {
  Buffer,
  SlowBuffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
};

const fixed = (value) => ({ __proto__: null, enumerable: true, value });
Object.defineProperty(module.exports, 'constants', fixed(Object.defineProperties({}, {
  __proto__: null,
  MAX_LENGTH: fixed(kMaxLength),
  MAX_STRING_LENGTH: fixed(kStringMaxLength),
})));
Object.defineProperty(module.exports, 'INSPECT_MAX_BYTES', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => inspectMaxBytes,
  set(value) {
    validateNumber(value, 'INSPECT_MAX_BYTES', 0);
    inspectMaxBytes = value;
  },
});
