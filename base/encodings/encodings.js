'use strict';
// Node's encodings by name. Their numbers are those of enum Encoding (buffer/codec.h), which binding('buffer') shows.

const { OwnMap } = require('intrinsics');
const { ERR_UNKNOWN_ENCODING } = require('errors');
const { UTF8, UTF16LE, LATIN1, ASCII, BASE64, BASE64URL, HEX } = binding('buffer');

const UNKNOWN = -1;

const ids = new OwnMap([
  ['utf8', UTF8], ['utf-8', UTF8], ['ucs2', UTF16LE], ['ucs-2', UTF16LE], ['utf16le', UTF16LE], ['utf-16le', UTF16LE],
  ['latin1', LATIN1], ['binary', LATIN1], ['ascii', ASCII], ['base64', BASE64], ['base64url', BASE64URL], ['hex', HEX],
]);

const names = [];
for (const name of ['utf8', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex']) names[ids.get(name)] = name;

/** The number of an encoding, in any case of letters, or UNKNOWN. */
function encodingId(name) {
  // The most common ones need no table.
  switch (name) {
    case 'utf8': return UTF8;
    case 'hex': return HEX;
    case 'base64': return BASE64;
    case 'latin1': return LATIN1;
  }
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

/** The first of the names of the encoding of that number: 'utf16le' for 'ucs2', too. */
function encodingName(id) {
  return names[id];
}

/** Whether `name` is a string that names an encoding, in any case of letters. */
function isEncoding(name) {
  return typeof name === 'string' && encodingId(name) !== UNKNOWN;
}

module.exports = {
  UTF8, UTF16LE, LATIN1, ASCII, BASE64, BASE64URL, HEX, UNKNOWN, encodingId, encodingName, isEncoding, knownEncodingId,
};
