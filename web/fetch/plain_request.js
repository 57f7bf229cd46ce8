'use strict';
// Reads what fetch() is called with: a plan of the request if that is one of the ordinary kinds, null for whatever undici's
// Request is to look at, odd or wrong as it may be. Nothing done here could be noticed if undici does it again.
const { Buffer } = require('buffer');
const { URL, URLSearchParams } = require('url');
const { isArrayBuffer, isUint8Array } = require('types');
const { checkHeader, lowerName } = require('http/common');
const { originOf } = require('fetch/connections');

const { Headers, getHeadersList } = require('undici/lib/web/fetch/headers');

const methods = new Map([
  ...['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'].flatMap((name) => [[name, name], [name.toLowerCase(), name]]),
  ['PATCH', 'PATCH'],
]);

// Request headers that mean something to the standard or to the connection, beyond being sent.
const special = new Set([
  'cache-control', 'connection', 'content-length', 'expect', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range',
  'if-unmodified-since', 'keep-alive', 'pragma', 'proxy-connection', 'range', 'sec-fetch-mode', 'set-cookie', 'te', 'trailer',
  'transfer-encoding', 'upgrade',
]);

/** What is sent of a request: `body` is text, bytes of its own, or undefined. */
class Plan {
  constructor(url, method, redirect) {
    this.url = url;
    this.origin = originOf(url);
    this.method = method;
    this.redirect = redirect;
    this.fields = []; // [name, value] as they are sent
    this.body = undefined;
    this.head = '';
  }
}

/** @returns {Plan|null} */
function plan(input, init) {
  try {
    return planOf(input, init);
  } catch {
    return null; // a getter or a proxy of the caller's threw: it does so again where that is reported
  }
}

function planOf(input, init) {
  const url = urlOf(input);
  if (url === null) return null;
  if (init === undefined) return finish(new Plan(url, 'GET', 'follow'), new Fields(), 0);
  if (!isPlainObject(init) || asksForMore(init)) return null;
  const { body, headers, method: name = 'GET', redirect = 'follow' } = init;
  const method = methods.get(name);
  if (method === undefined) return null;
  if (redirect !== 'follow' && redirect !== 'manual' && redirect !== 'error') return null;
  const result = new Plan(url, method, redirect);
  const fields = new Fields();
  if (headers !== undefined && !fields.read(headers)) return null;
  if (body === undefined || body === null) return finish(result, fields, method[0] === 'P' ? 0 : -1);
  if (method === 'GET') return null;
  const length = takeBody(result, fields, body);
  return length < 0 ? null : finish(result, fields, length);
}

function urlOf(input) {
  if (typeof input !== 'string') {
    if (!(input instanceof URL)) return null;
    input = input.href;
  }
  const url = URL.parse(input);
  if (url === null) return null;
  const { protocol } = url;
  if ((protocol !== 'http:' && protocol !== 'https:') || url.username !== '' || url.password !== '') return null;
  return url;
}

function isPlainObject(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Whether `init` has members that change more than what is sent. */
function asksForMore(init) {
  const { cache, credentials, dispatcher, duplex, integrity, keepalive, mode, priority, referrer, referrerPolicy, signal } = init;
  return cache !== undefined || (credentials !== undefined && credentials !== 'same-origin') || dispatcher !== undefined ||
    duplex !== undefined || integrity !== undefined || keepalive !== undefined || (mode !== undefined && mode !== 'cors') ||
    priority !== undefined || referrer !== undefined || referrerPolicy !== undefined || init.window !== undefined ||
    (signal !== undefined && signal !== null);
}

// --- Headers. ---

/** The lines of the headers that the caller gave. */
class Fields {
  constructor() {
    this.list = [];
    this.text = '';
    this.seen = '';
  }

  /** False: there is something in it that is not to be decided here. */
  read(headers) {
    if (isPlainObject(headers)) return this.#readObject(headers);
    if (headers instanceof Headers) return this.#readList(headers);
    return Array.isArray(headers) && this.#readArray(headers);
  }

  #readObject(headers) {
    for (const name of Reflect.ownKeys(headers)) {
      if (typeof name !== 'string') return false;
      const value = headers[name];
      if (typeof value !== 'string' && typeof value !== 'number') return false;
      if (!this.add(name, `${value}`)) return false;
    }
    return true;
  }

  #readList(headers) {
    let list;
    try {
      list = getHeadersList(headers);
    } catch {
      return false;
    }
    for (const { name, value } of list.headersMap.values()) {
      if (!this.add(name, value)) return false;
    }
    return true;
  }

  #readArray(headers) {
    let list;
    try {
      list = new Headers(headers);
    } catch {
      return false;
    }
    return this.#readList(list);
  }

  /** Adds a line; false: it is a special one, a second one, or none. */
  add(name, value) {
    const lower = lowerName(name);
    if (lower === undefined || special.has(lower) || this.has(lower)) return false;
    if (!checkHeader(value) || value.trim() !== value) return false;
    this.seen += `\n${lower}\n`;
    this.list.push([name, value]);
    this.text += `${name}: ${value}\r\n`;
    return true;
  }

  has(lower) {
    return this.seen.includes(`\n${lower}\n`);
  }

  /** Adds a line that is sent unless the caller gave another value. */
  addDefault(lower, value) {
    if (!this.has(lower)) this.text += `${lower}: ${value}\r\n`;
  }
}

// --- Bodies. ---

/** @returns {number} its length in bytes; -1: not of a kind that is known here */
function takeBody(result, fields, body) {
  if (typeof body === 'string') {
    result.body = body;
    giveType(fields, 'text/plain;charset=UTF-8');
    return Buffer.byteLength(body);
  }
  if (isUint8Array(body) && isArrayBuffer(body.buffer) && !body.buffer.detached) {
    result.body = new Uint8Array(body); // it is the caller's to change
    return result.body.length;
  }
  if (body instanceof URLSearchParams) {
    result.body = URLSearchParams.prototype.toString.call(body);
    giveType(fields, 'application/x-www-form-urlencoded;charset=UTF-8');
    return result.body.length;
  }
  return -1;
}

function giveType(fields, type) {
  if (!fields.has('content-type')) fields.add('content-type', type);
}

/** Writes the head. `length`: of the body; -1: there is none, and nothing says so. */
function finish(result, fields, length) {
  const { url, origin, method } = result;
  if (!origin.isUsable) return null;
  result.fields = fields.list;
  const isSecure = origin.protocol === 'https:';
  fields.addDefault('accept', '*/*');
  fields.addDefault('accept-language', '*');
  fields.text += 'sec-fetch-mode: cors\r\n';
  fields.addDefault('user-agent', 'node');
  fields.addDefault('accept-encoding', isSecure ? 'br, gzip, deflate' : 'gzip, deflate');
  const hasLength = method[0] === 'P' ? length >= 0 : length > 0;
  result.head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${origin.host}\r\n` +
    `connection: keep-alive\r\n${fields.text}` +
    `${hasLength ? `content-length: ${length}\r\n` : ''}\r\n`;
  return result;
}

module.exports = { plan };
