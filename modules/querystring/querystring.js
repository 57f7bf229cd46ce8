'use strict';
// node:querystring: query strings and objects.

const { ERR_INVALID_URI } = require('errors');

const DEFAULT_MAX_KEYS = 1000;
const PERCENT = 37;
const PLUS = 43;
const SPACE = 32;

const unescaped = /^[\w!~*'().-]*$/;
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
  try {
    return decodeURIComponent(s);
  } catch {
    return querystring.unescapeBuffer(s, decodeSpaces).toString();
  }
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
  if (unescaped.test(str)) return str;
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
  for (const key of Object.keys(obj)) {
    const value = obj[key];
    const name = encode(key) + eq;
    if (typeof value === 'string') {
      fields += (fields === '' ? name : sep + name) + encode(value);
    } else if (Array.isArray(value)) {
      for (const item of value) fields += (fields === '' ? name : sep + name) + encode(textOf(item));
    } else {
      fields += (fields === '' ? name : sep + name) + encode(textOf(value));
    }
  }
  return fields;
}

function asIs(text) {
  return text;
}

function decodePart(text) {
  if (text.includes('+')) text = text.replaceAll('+', ' ');
  return text.includes('%') && escapedByte.test(text) ? qsUnescape(text) : text;
}

/** A function that decodes the names and values of a query string. */
function decoderFor(qs, options) {
  const decode = typeof options?.decodeURIComponent === 'function' ? options.decodeURIComponent : querystring.unescape;
  if (decode === qsUnescape) return qs.includes('%') || qs.includes('+') ? decodePart : asIs;
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
  const decode = decoderFor(qs, options);
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
