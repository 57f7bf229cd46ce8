'use strict';
// node:querystring: query strings and objects.

const { ERR_INVALID_URI } = require('errors');

const DEFAULT_MAX_KEYS = 1000;
const PERCENT = 37;
const AMPERSAND = 38;
const EQUALS = 61;
const PLUS = 43;
const SPACE = 32;

const staysAsIs = new Uint8Array(128); // of ASCII: 1 where encodeURIComponent() changes nothing
for (const c of "!'()*-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") staysAsIs[c.charCodeAt(0)] = 1;
let escapes = null; // of ASCII, '%00' and so on; made when the first is needed
const escapedByte = /%[0-9a-f]{2}/i;

/** The value of a hexadecimal digit, or -1. */
function hexDigit(code) {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = (code | 32) - 97;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/**
 * Decodes '%xx' into bytes; other characters give the low byte of their code.
 * @param {string} s
 * @param {boolean} [decodeSpaces=false] whether '+' is a space
 * @returns {Buffer}
 */
function unescapeBuffer(s, decodeSpaces) {
  const out = require('buffer').Buffer.allocUnsafe(s.length);
  const text = String(s);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code === PLUS && decodeSpaces) {
      code = SPACE;
    } else if (code === PERCENT && i + 2 < text.length) {
      const high = hexDigit(text.charCodeAt(i + 1));
      const low = hexDigit(text.charCodeAt(i + 2));
      if (high >= 0 && low >= 0) {
        code = high << 4 | low;
        i += 2;
      }
    }
    out[size++] = code;
  }
  return size < out.length ? out.subarray(0, size) : out;
}

/**
 * Decodes as decodeURIComponent() does, but never throws: what is malformed is decoded byte by byte.
 * @param {string} s
 * @param {boolean} [decodeSpaces]
 * @returns {string}
 */
function qsUnescape(s, decodeSpaces) {
  const decoded = typeof s === 'string' ? decodeAscii(s, false) : null;
  return decoded === null ? unescapeWide(s, decodeSpaces) : decoded;
}

function unescapeWide(s, decodeSpaces) {
  try {
    return decodeURIComponent(s);
  } catch {
    return querystring.unescapeBuffer(s, decodeSpaces).toString();
  }
}

/** Decodes escapes of ASCII, the usual ones, and '+' where it is a space; null where there are others, or malformed ones. */
function decodeAscii(text, decodeSpaces) {
  let result = '';
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    let decoded = SPACE;
    let length = 1;
    if (code === PERCENT) {
      decoded = i + 2 < text.length ? hexDigit(text.charCodeAt(i + 1)) << 4 | hexDigit(text.charCodeAt(i + 2)) : -1;
      if (decoded < 0 || decoded > 127) return null;
      length = 3;
    } else if (code !== PLUS || !decodeSpaces) {
      continue;
    }
    if (copied < i) result += text.slice(copied, i);
    result += String.fromCharCode(decoded);
    copied = i + length;
    i = copied - 1;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** Encodes like encodeURIComponent(), but a surrogate makes a pair with whatever follows it. */
function escapeLoosely(text) {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0xd800 || code > 0xdfff) {
      out += encodeURIComponent(text[i]);
      continue;
    }
    if (++i === text.length) throw new ERR_INVALID_URI();
    const point = 0x10000 + ((code & 0x3ff) << 10 | text.charCodeAt(i) & 0x3ff);
    out += encodeURIComponent(String.fromCodePoint(point));
  }
  return out;
}

/**
 * Percent-encodes a value for a query string.
 * @param {*} str
 * @returns {string}
 * @throws {URIError} ERR_INVALID_URI for a surrogate at the end
 */
function qsEscape(str) {
  if (typeof str !== 'string') str = typeof str === 'object' ? String(str) : `${str}`;
  let out = '';
  let copied = 0;
  for (let i = 0; i < str.length; i++) {
    const code = str.charCodeAt(i);
    if (code >= 128) return escapeWide(str);
    if (staysAsIs[code] === 1) continue;
    if (escapes === null) makeEscapes();
    if (copied < i) out += str.slice(copied, i);
    out += escapes[code];
    copied = i + 1;
  }
  return copied === 0 ? str : out + str.slice(copied);
}

function makeEscapes() {
  escapes = [];
  for (let code = 0; code < 128; code++) escapes.push(`%${code.toString(16).toUpperCase().padStart(2, '0')}`);
}

function escapeWide(str) {
  try {
    return encodeURIComponent(str);
  } catch {
    return escapeLoosely(str);
  }
}

function textOf(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return Number.isFinite(value) ? `${value}` : '';
    case 'bigint':
    case 'boolean': return `${value}`;
    default: return '';
  }
}

/** Whether its text holds nothing that qsEscape() would change; 1e+21 has a '+'. */
function isPlain(value) {
  const type = typeof value;
  return type === 'number' ? Math.abs(value) < 1e21 : type === 'boolean' || type === 'bigint';
}

function encoded(value, encode) {
  const text = textOf(value);
  return encode === qsEscape && isPlain(value) ? text : encode(text);
}

/**
 * The query string of an object: 'a=1&b=2&b=3'.
 * @param {object} obj values that are no string, finite number, bigint or boolean become ''
 * @param {string} [sep='&']
 * @param {string} [eq='=']
 * @param {{encodeURIComponent: Function}} [options]
 * @returns {string}
 */
function stringify(obj, sep, eq, options) {
  sep = sep || '&';
  eq = eq || '=';
  const encode = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : querystring.escape;
  if (obj === null || typeof obj !== 'object') return '';
  let fields = '';
  const names = Object.keys(obj);
  for (let i = 0; i < names.length; i++) {
    const value = obj[names[i]];
    const name = encode(names[i]) + eq;
    if (Array.isArray(value)) {
      for (let j = 0; j < value.length; j++) fields += (fields === '' ? name : sep + name) + encoded(value[j], encode);
    } else {
      fields += (fields === '' ? name : sep + name) + encoded(value, encode);
    }
  }
  return fields;
}

/** As qsUnescape(), with '+' for a space. */
function decodePart(text) {
  const decoded = decodeAscii(text, true);
  return decoded === null ? decodeWhole(text) : decoded;
}

function decodeWhole(text) {
  if (text.includes('+')) text = text.replaceAll('+', ' ');
  return escapedByte.test(text) ? qsUnescape(text) : text;
}

/** A function that decodes the names and values of a query string. */
function decoderFor(options) {
  const decode = typeof options?.decodeURIComponent === 'function' ? options.decodeURIComponent : querystring.unescape;
  if (decode === qsUnescape) return decodePart;
  return (text) => {
    const escaped = text.replaceAll('+', '%20');
    try {
      return decode(escaped);
    } catch {
      return querystring.unescape(escaped, true);
    }
  };
}

function add(result, name, value) {
  const current = result[name];
  if (current === undefined) result[name] = value;
  else if (Array.isArray(current)) current.push(value);
  else result[name] = [current, value];
}

/** parse() with '&', '=' and the usual decoding, in one pass. */
function parseUsual(qs, left, result) {
  let start = 0;
  let equals = -1; // where the value's '=' is
  let mustDecode = false;
  for (let i = 0; i <= qs.length; i++) {
    const code = i === qs.length ? AMPERSAND : qs.charCodeAt(i);
    if (code === EQUALS) {
      if (equals === -1) equals = i;
    } else if (code === PERCENT || code === PLUS) {
      mustDecode = true;
    } else if (code === AMPERSAND) {
      if (i > start) {
        const name = qs.slice(start, equals === -1 ? i : equals);
        const value = equals === -1 ? '' : qs.slice(equals + 1, i);
        if (mustDecode) add(result, decodePart(name), decodePart(value));
        else add(result, name, value);
      }
      if (--left <= 0) break;
      start = i + 1;
      equals = -1;
      mustDecode = false;
    }
  }
  return result;
}

/**
 * Parses a query string. A name that comes more than once has an array of values.
 * @param {string} qs
 * @param {string} [sep='&']
 * @param {string} [eq='=']
 * @param {{maxKeys: number, decodeURIComponent: Function}} [options] `maxKeys`: 1000 by default, 0 for no limit
 * @returns {object} without a prototype
 */
function parse(qs, sep, eq, options) {
  const result = { __proto__: null };
  if (typeof qs !== 'string' || qs === '') return result;
  sep = sep ? `${sep}` : '&';
  eq = eq ? `${eq}` : '=';
  const maxKeys = typeof options?.maxKeys === 'number' ? options.maxKeys : DEFAULT_MAX_KEYS;
  let left = maxKeys > 0 ? maxKeys : Infinity;
  const decode = decoderFor(options);
  if (sep === '&' && eq === '=' && decode === decodePart) return parseUsual(qs, left, result);
  for (let start = 0; start < qs.length && left > 0; left--) {
    let end = sep === '' ? -1 : qs.indexOf(sep, start);
    if (end === -1) end = qs.length;
    if (end > start) {
      const equals = qs.indexOf(eq, start);
      if (equals === -1 || equals + eq.length > end) add(result, decode(qs.slice(start, end)), decode(''));
      else add(result, decode(qs.slice(start, equals)), decode(qs.slice(equals + eq.length, end)));
    }
    start = end + sep.length;
    if (sep === '') break;
  }
  return result;
}

const querystring = module.exports = {
  unescapeBuffer,
  unescape: qsUnescape,
  escape: qsEscape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};
