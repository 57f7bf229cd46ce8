'use strict';
// Header blocks of HTTP/2: from the pairs that were received to the objects that programs see, and from what programs give
// to the text that the native half packs.

const {
  ERR_HTTP2_HEADER_SINGLE_VALUE,
  ERR_HTTP2_INVALID_CONNECTION_HEADERS,
  ERR_HTTP2_INVALID_PSEUDOHEADER,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_HTTP_TOKEN,
} = require('errors');
const { lowerName } = require('http/common');

/** Names of fields that shall be in no compression table: `headers[sensitiveHeaders] = ['cookie']`. */
const sensitiveHeaders = Symbol('sensitiveHeaders');

const PSEUDO_NAMES = [':status', ':method', ':authority', ':scheme', ':path', ':protocol'];

/** Fields that have one value: of several that were received, the first counts; several to be sent are refused. */
const singles = new Set([
  ...PSEUDO_NAMES, 'access-control-allow-credentials', 'access-control-max-age', 'access-control-request-method', 'age',
  'authorization', 'content-encoding', 'content-language', 'content-length', 'content-location', 'content-md5',
  'content-range', 'content-type', 'date', 'dnt', 'etag', 'expires', 'from', 'host', 'if-match', 'if-modified-since',
  'if-none-match', 'if-range', 'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization',
  'range', 'referer', 'retry-after', 'tk', 'upgrade-insecure-requests', 'user-agent', 'x-content-type-options',
]);

/** Fields of one connection, which HTTP/2 has not (RFC 9113, section 8.2.2). 'te' is among them unless it is 'trailers'. */
const ofConnection = new Set(['connection', 'upgrade', 'http2-settings', 'keep-alive', 'proxy-connection', 'te',
  'transfer-encoding']);

/** Which pseudo fields a kind of block may have. */
const pseudoNamesOf = {
  __proto__: null,
  request: new Set(PSEUDO_NAMES),
  push: new Set(PSEUDO_NAMES),
  response: new Set([':status']),
  info: new Set([':status']),
  trailers: new Set(),
};

/** Whether HTTP/2 has no such field: it belongs to a connection of HTTP/1. */
function isConnectionField(name, value) {
  return ofConnection.has(name) && (name !== 'te' || value !== 'trailers');
}

// --- Received. ---

function addField(headers, name, value) {
  const existing = headers[name];
  if (existing === undefined) {
    if (name === 'set-cookie') headers[name] = [value];
    else headers[name] = name === ':status' ? Number(value) : value;
  } else if (name === 'cookie') {
    headers[name] = `${existing}; ${value}`;
  } else if (name === 'set-cookie') {
    existing.push(value);
  } else if (!singles.has(name)) {
    headers[name] = `${existing}, ${value}`;
  }
}

/**
 * The headers object of a block that was received: null prototype; ':status' a number, 'set-cookie' an array, further values
 * of 'cookie' joined by '; ', those of fields with a single value dropped, all others joined by ', '.
 * @param {string[]} raw [name, value, name, value ...]
 * @param {string[]} [sensitive] names that came marked as never to be indexed; the object's [sensitiveHeaders]
 */
function toObject(raw, sensitive = []) {
  const headers = { __proto__: null };
  for (let i = 0; i < raw.length; i += 2) addField(headers, raw[i], raw[i + 1]);
  headers[sensitiveHeaders] = sensitive;
  return headers;
}

// --- To be sent. ---

const notInBlock = /[^\x01-\xff]/;
const allNotInBlock = /[^\x01-\xff]/g;

/** What goes out for a character that is no byte: its lower 8 bits; for NUL, another character that every peer refuses. */
function toByte(character) {
  return String.fromCharCode((character.charCodeAt(0) & 0xff) || 1);
}

/** A value as text of bytes; NUL, which ends fields in a block's text, cannot be in it. */
function toText(value) {
  const text = typeof value === 'string' ? value : String(value);
  return notInBlock.test(text) ? text.replace(allNotInBlock, toByte) : text;
}

/** A block's text in the making: pseudo fields stand in front of all others. */
class Block {
  #allowed;
  #sensitive;
  #seen = []; // names with a single value
  #pseudo = '';
  #others = '';
  #count = 0;

  /** @param {Set<string>} allowed pseudo fields @param {string[]|undefined} sensitive */
  constructor(allowed, sensitive) {
    if (sensitive !== undefined && !Array.isArray(sensitive)) {
      throw new ERR_INVALID_ARG_VALUE('headers[http2.neverIndex]', sensitive);
    }
    this.#allowed = allowed;
    this.#sensitive = sensitive === undefined || sensitive.length === 0 ? undefined :
      new Set(sensitive.map((name) => name.toLowerCase()));
  }

  /** Adds what a program gives for a name: a value, or an array of values. Undefined, [] and the name '' are left out. */
  add(given, value) {
    if (value === undefined || given === '') return;
    if (Array.isArray(value)) {
      if (value.length === 0) return;
      if (value.length > 1) {
        this.#addSeveral(given, value);
        return;
      }
      value = value[0];
    }
    const name = this.#nameOf(given);
    this.#checkSingle(name);
    if (isConnectionField(name, value)) throw new ERR_HTTP2_INVALID_CONNECTION_HEADERS(name);
    this.#append(name, value);
  }

  #addSeveral(given, values) {
    const name = this.#nameOf(given);
    if (singles.has(name)) throw new ERR_HTTP2_HEADER_SINGLE_VALUE(name);
    if (ofConnection.has(name)) throw new ERR_HTTP2_INVALID_CONNECTION_HEADERS(name);
    for (let i = 0; i < values.length; i++) this.#append(name, values[i]);
  }

  #nameOf(given) {
    if (given[0] !== ':') {
      const name = lowerName(given);
      if (name === undefined) throw new ERR_INVALID_HTTP_TOKEN('Header name', given);
      return name;
    }
    const name = given.toLowerCase();
    if (!this.#allowed.has(name)) throw new ERR_HTTP2_INVALID_PSEUDOHEADER(name);
    return name;
  }

  #checkSingle(name) {
    if (!singles.has(name)) return;
    if (this.#seen.includes(name)) throw new ERR_HTTP2_HEADER_SINGLE_VALUE(name);
    this.#seen.push(name);
  }

  #append(name, value) {
    const flag = this.#sensitive !== undefined && this.#sensitive.has(name) ? '\x01' : '\x00';
    const pair = `${name}\0${toText(value)}\0${flag}`;
    if (name[0] === ':') this.#pseudo += pair;
    else this.#others += pair;
    this.#count++;
  }

  finish() {
    return { text: this.#pseudo + this.#others, count: this.#count };
  }
}

/**
 * The text of a block to be sent.
 * @param {object|any[]} headers values by names, or [name, value, name, value ...]; a value may be an array of values; both may
 *     have [sensitiveHeaders], an array of names
 * @param {'request'|'response'|'info'|'push'|'trailers'} kind which pseudo fields there may be
 * @returns {{text: string, count: number}} for each of `count` fields: name, NUL, value, NUL, and '\x01' if it may not be
 *     indexed, else '\0'; pseudo fields first, names in lower case, all characters are bytes
 * @throws ERR_HTTP2_INVALID_PSEUDOHEADER, ERR_HTTP2_HEADER_SINGLE_VALUE, ERR_HTTP2_INVALID_CONNECTION_HEADERS,
 *     ERR_INVALID_HTTP_TOKEN, ERR_INVALID_ARG_VALUE
 */
function toBlock(headers, kind) {
  const block = new Block(pseudoNamesOf[kind], headers[sensitiveHeaders]);
  if (Array.isArray(headers)) {
    for (let i = 0; i < headers.length; i += 2) {
      if (typeof headers[i] === 'string') block.add(headers[i], headers[i + 1]);
      else throw new ERR_INVALID_HTTP_TOKEN('Header name', headers[i]);
    }
  } else {
    const names = Object.keys(headers);
    for (let i = 0; i < names.length; i++) block.add(names[i], headers[names[i]]);
  }
  return block.finish();
}

module.exports = { isConnectionField, sensitiveHeaders, toBlock, toObject };
