'use strict';
// Percent-encoding as the URL Standard defines it (https://url.spec.whatwg.org/#percent-encoded-bytes).
// One table of 128 bytes holds every percent-encode set as a bit.

const C0_CONTROL = 1;
const FRAGMENT = 2;
const QUERY = 4;
const SPECIAL_QUERY = 8;
const PATH = 16;
const USERINFO = 32;
const COMPONENT = 64;
const FORM = 128;

const encodeSets = new Uint8Array(128);
const hexPairs = [];

function addToSets(characters, sets) {
  for (let i = 0; i < characters.length; i++) encodeSets[characters.charCodeAt(i)] |= sets;
}

function buildTables() {
  const all = C0_CONTROL | FRAGMENT | QUERY | SPECIAL_QUERY | PATH | USERINFO | COMPONENT | FORM;
  for (let c = 0; c < 0x20; c++) encodeSets[c] = all;
  encodeSets[0x7f] = all;
  const userinfoAndUp = USERINFO | COMPONENT | FORM;
  const pathAndUp = PATH | userinfoAndUp;
  const queryAndUp = QUERY | SPECIAL_QUERY | pathAndUp;
  addToSets(' "<>', FRAGMENT | queryAndUp);
  addToSets('#', queryAndUp);
  addToSets('`', FRAGMENT | pathAndUp);
  addToSets("'", SPECIAL_QUERY | FORM);
  addToSets('?^{}', pathAndUp);
  addToSets('/:;=@[\\]|', userinfoAndUp);
  addToSets('$%&+,', COMPONENT | FORM);
  addToSets("!()~", FORM);
  for (let byte = 0; byte < 256; byte++) {
    hexPairs.push('%' + (byte < 16 ? '0' : '') + byte.toString(16).toUpperCase());
  }
}
buildTables();

function needsEncoding(c, set) {
  return c >= 128 || (encodeSets[c] & set) !== 0;
}

/** Index of the first code unit of `text` that is in `set`, or -1. */
function firstToEncode(text, set) {
  for (let i = 0; i < text.length; i++) {
    if (needsEncoding(text.charCodeAt(i), set)) return i;
  }
  return -1;
}

function encodeCodePoint(c) {
  if (c < 0x80) return hexPairs[c];
  if (c < 0x800) return hexPairs[0xc0 | (c >> 6)] + hexPairs[0x80 | (c & 0x3f)];
  if (c < 0x10000) {
    return hexPairs[0xe0 | (c >> 12)] + hexPairs[0x80 | ((c >> 6) & 0x3f)] + hexPairs[0x80 | (c & 0x3f)];
  }
  return hexPairs[0xf0 | (c >> 18)] + hexPairs[0x80 | ((c >> 12) & 0x3f)] +
    hexPairs[0x80 | ((c >> 6) & 0x3f)] + hexPairs[0x80 | (c & 0x3f)];
}

/** `text` with every code point of `set`, and all beyond ASCII, as %XX of its UTF-8 bytes. */
function percentEncode(text, set) {
  let i = firstToEncode(text, set);
  if (i === -1) return text;
  let result = '';
  let copied = 0;
  for (; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (!needsEncoding(unit, set)) continue;
    if (copied < i) result += text.slice(copied, i);
    let point = unit;
    if (unit >= 0xd800 && unit <= 0xdfff) {
      point = text.codePointAt(i);
      if (point > 0xffff) i++;
      else point = 0xfffd;
    }
    result += encodeCodePoint(point);
    copied = i + 1;
  }
  return copied < text.length ? result + text.slice(copied) : result;
}

function hexDigit(c) {
  if (c >= 48 && c <= 57) return c - 48;
  c |= 32;
  return c >= 97 && c <= 102 ? c - 87 : -1;
}

/** Value of the %XX at `i`, or -1 when there is none. */
function escapeAt(text, i) {
  if (text.charCodeAt(i) !== 37 || i + 2 >= text.length) return -1;
  const high = hexDigit(text.charCodeAt(i + 1));
  const low = hexDigit(text.charCodeAt(i + 2));
  return high === -1 || low === -1 ? -1 : high * 16 + low;
}

/** Percent-decode into a Buffer: `text` as UTF-8 bytes, each valid %XX as one byte. */
function percentDecodeToBuffer(text) {
  const { Buffer } = require('buffer');
  const bytes = Buffer.from(text, 'utf8');
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i];
    if (byte === 37 && i + 2 < bytes.length) {
      const high = hexDigit(bytes[i + 1]);
      const low = hexDigit(bytes[i + 2]);
      if (high !== -1 && low !== -1) {
        byte = high * 16 + low;
        i += 2;
      }
    }
    bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

/** Percent-decode, then UTF-8 decode without BOM (ill-formed bytes become U+FFFD). */
function percentDecode(text) {
  let i = text.indexOf('%');
  if (i === -1) return text;
  let result = '';
  let copied = 0;
  for (; i !== -1; i = text.indexOf('%', i + 1)) {
    const byte = escapeAt(text, i);
    if (byte === -1) continue;
    if (byte >= 0x80) return percentDecodeToBuffer(text).toString();
    result += text.slice(copied, i) + String.fromCharCode(byte);
    copied = i + 3;
    i += 2;
  }
  return result + text.slice(copied);
}

module.exports = {
  C0_CONTROL, FRAGMENT, QUERY, SPECIAL_QUERY, PATH, USERINFO, COMPONENT, FORM,
  encodeSets, hexPairs, percentEncode, percentDecode, percentDecodeToBuffer, escapeAt,
};
