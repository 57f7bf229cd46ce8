'use strict';
// buffer.transcode(): bytes of one encoding into bytes of another; '?' stands for what the other cannot say.

const { ERR_INVALID_ARG_TYPE } = require('errors');
const { FastBuffer } = require('buffer/fast_buffer');
const { allocateUnpooled, fromString } = require('buffer/allocate');
const { UTF8, UTF16LE, LATIN1, ASCII, encodingId } = require('encodings');
const { isUint8Array } = require('buffer/types');
const { decode, isUtf8 } = binding('buffer');

const U_ILLEGAL_ARGUMENT_ERROR = 1;
const U_INVALID_CHAR_FOUND = 10;

function transcodeError(code, errno) {
  const error = new Error(`Unable to transcode Buffer [${code}]`);
  error.code = code;
  error.errno = errno;
  return error;
}

function isTranscodable(encoding) {
  return encoding === UTF8 || encoding === UTF16LE || encoding === LATIN1 || encoding === ASCII;
}

/** ASCII with U+FFFD for bytes that are none. */
function asciiText(source) {
  return decode(source, 0, source.length, LATIN1).replace(/[\x80-\xff]/g, '\ufffd');
}

function textOf(source, from, to) {
  if (from === ASCII && to !== UTF16LE) return asciiText(source);
  return decode(source, 0, source.length, from === ASCII ? LATIN1 : from);
}

/** `text` with a character a byte, '?' where its code is beyond `last`. */
function narrow(text, last) {
  const bytes = allocateUnpooled(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i);
    if (code > 0xffff) i++;
    bytes[length++] = code > last ? 63 /* ? */ : code;
  }
  return bytes.subarray(0, length);
}

/**
 * @param {Uint8Array} source
 * @param {string} fromEncoding 'utf8', 'utf16le', 'ucs2', 'latin1', 'binary' or 'ascii'
 * @param {string} toEncoding
 * @returns {Buffer}
 */
function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return new FastBuffer();
  const from = fromEncoding ? encodingId(fromEncoding) : UTF8;
  const to = toEncoding ? encodingId(toEncoding) : UTF8;
  if (!isTranscodable(from) || !isTranscodable(to)) {
    throw transcodeError('U_ILLEGAL_ARGUMENT_ERROR', U_ILLEGAL_ARGUMENT_ERROR);
  }
  if (from === UTF8 && to === UTF16LE && !isUtf8(source)) {
    throw transcodeError('U_INVALID_CHAR_FOUND', U_INVALID_CHAR_FOUND);
  }
  const text = textOf(source, from, to);
  if (from === UTF16LE && to === UTF8 && !text.isWellFormed()) {
    throw transcodeError('U_INVALID_CHAR_FOUND', U_INVALID_CHAR_FOUND);
  }
  if (to === LATIN1) return narrow(text, 0xff);
  if (to === ASCII) return narrow(text, 0x7f);
  return fromString(text.toWellFormed(), to);
}

module.exports = { transcode };
