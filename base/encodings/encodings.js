'use strict';
// Node's encodings by name. The numbers are those of buffer/codec.h.

const { ERR_UNKNOWN_ENCODING } = require('errors');

const UTF8 = 0;
const UTF16LE = 1;
const LATIN1 = 2;
const ASCII = 3;
const BASE64 = 4;
const BASE64URL = 5;
const HEX = 6;
const UNKNOWN = -1;

const ids = new Map([
  ['utf8', UTF8], ['utf-8', UTF8], ['ucs2', UTF16LE], ['ucs-2', UTF16LE], ['utf16le', UTF16LE], ['utf-16le', UTF16LE],
  ['latin1', LATIN1], ['binary', LATIN1], ['ascii', ASCII], ['base64', BASE64], ['base64url', BASE64URL], ['hex', HEX],
]);

/** The number of an encoding, in any case of letters, or UNKNOWN. */
function encodingId(name) {
  if (name === 'utf8') return UTF8;
  const id = ids.get(name);
  if (id !== undefined) return id;
  return ids.get(`${name}`.toLowerCase()) ?? UNKNOWN;
}

/** The number of an encoding; throws ERR_UNKNOWN_ENCODING. */
function knownEncodingId(name) {
  const id = encodingId(name);
  if (id === UNKNOWN) throw new ERR_UNKNOWN_ENCODING(name);
  return id;
}

module.exports = { UTF8, UTF16LE, LATIN1, ASCII, BASE64, BASE64URL, HEX, UNKNOWN, encodingId, knownEncodingId };
