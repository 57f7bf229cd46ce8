'use strict';
// util.MIMEType and util.MIMEParams, after the MIME Sniffing Standard (sections 2 and 4).

const { ERR_INVALID_MIME_SYNTAX } = require('errors');

// What the characters of tokens and of quoted strings may be, by their codes; others are neither.
const TOKEN = 1;
const QUOTABLE = 2;
const kinds = new Uint8Array(256);
for (let code = 0; code < kinds.length; code++) {
  const character = String.fromCharCode(code);
  if (/[!#$%&'*+\-.^_`|~A-Za-z0-9]/.test(character)) kinds[code] |= TOKEN;
  if (/[\t\x20-\x7e\x80-\xff]/.test(character)) kinds[code] |= QUOTABLE;
}

const SPACE = 32;
const QUOTE = 34;
const SEMICOLON = 59;
const EQUALS = 61;
const BACKSLASH = 92;

/** Where the first character stands that is not of `kind`; -1: nowhere. */
function indexOfOther(text, kind) {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 255 || (kinds[code] & kind) === 0) return at;
  }
  return -1;
}

/** ASCII letters only: other upper case letters stay. */
function toAsciiLower(text) {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 65 && code <= 90) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }
  return text;
}

function isBlank(code) {
  return code === SPACE || code === 9 || code === 10 || code === 13;
}

function skipBlanks(text, at) {
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The text from `start` to `end` without blanks at its end. */
function sliceWithoutBlanks(text, start, end) {
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Where `separator` stands from `start` on; the end of the text when there is none. */
function indexOrEnd(text, separator, start) {
  const at = text.indexOf(separator, start);
  return at === -1 ? text.length : at;
}

function checkToken(text, name, whole = text) {
  const invalid = indexOfOther(text, TOKEN);
  if (text === '' || invalid !== -1) throw new ERR_INVALID_MIME_SYNTAX(name, whole, invalid);
}

/** The type that begins at `start`, and must be followed by a slash. */
function typeOf(text, start) {
  const slash = text.indexOf('/', start);
  const type = slash === -1 ? text.slice(start) : text.slice(start, slash);
  const invalid = indexOfOther(type, TOKEN);
  if (type === '' || invalid !== -1 || slash === -1) throw new ERR_INVALID_MIME_SYNTAX('type', text, invalid);
  return type;
}

/** [value, where its closing quote ends] of the quoted string whose content begins at `start`. */
function readQuoted(text, start) {
  let value = '';
  let from = start; // what is not in `value` yet begins here
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return [value + text.slice(from, at), at + 1];
    if (code === BACKSLASH && at + 1 < text.length) {
      value += text.slice(from, at);
      from = ++at;
    }
  }
  return [value + text.slice(from), at];
}

function quoted(value) {
  if (value !== '' && indexOfOther(value, TOKEN) === -1) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Adds the parameters of `text` from `start` on; what is no parameter is left out. */
function parseInto(params, text, start) {
  let at = start;
  while (at < text.length) {
    const nameStart = at = skipBlanks(text, at);
    while (at < text.length && text.charCodeAt(at) !== SEMICOLON && text.charCodeAt(at) !== EQUALS) at++;
    const name = toAsciiLower(text.slice(nameStart, at));
    if (at < text.length && text.charCodeAt(at) === SEMICOLON) {
      at++;
      continue;
    }
    at++;
    if (at >= text.length) break;
    let value;
    if (text.charCodeAt(at) === QUOTE) {
      [value, at] = readQuoted(text, at + 1);
      at = indexOrEnd(text, ';', at) + 1;
    } else {
      const end = indexOrEnd(text, ';', at);
      value = sliceWithoutBlanks(text, at, end);
      at = end + 1;
      if (value === '') continue;
    }
    if (name !== '' && indexOfOther(name, TOKEN) === -1 && indexOfOther(value, QUOTABLE) === -1 && !params.has(name)) {
      fill(params, name, value);
    }
  }
}

let fill;

/** The parameters of a MIMEType, in order. */
class MIMEParams {
  #data = new Map();

  static {
    fill = (params, name, value) => params.#data.set(name, value);
  }

  /** Removes the parameter `name`. */
  delete(name) {
    this.#data.delete(`${name}`);
  }

  /** The value of `name`, or null. */
  get(name) {
    return this.#data.get(`${name}`) ?? null;
  }

  /** Whether there is a parameter of that name. */
  has(name) {
    return this.#data.has(`${name}`);
  }

  /** @throws ERR_INVALID_MIME_SYNTAX */
  set(name, value) {
    name = `${name}`;
    value = `${value}`;
    checkToken(name, 'parameter name');
    const invalidValue = indexOfOther(value, QUOTABLE);
    if (invalidValue !== -1) throw new ERR_INVALID_MIME_SYNTAX('parameter value', value, invalidValue);
    this.#data.set(name, value);
  }

  /** An iterator of [name, value]. */
  *entries() {
    yield* this.#data.entries();
  }

  /** An iterator of the names. */
  *keys() {
    yield* this.#data.keys();
  }

  /** An iterator of the values. */
  *values() {
    yield* this.#data.values();
  }

  /** 'name=value;name="quoted value"'. */
  toString() {
    let text = '';
    for (const [name, value] of this.#data) text += `${text === '' ? '' : ';'}${name}=${quoted(value)}`;
    return text;
  }
}
Object.defineProperty(MIMEParams.prototype, Symbol.iterator, {
  __proto__: null,
  configurable: true, enumerable: false, value: MIMEParams.prototype.entries, writable: true,
});
Object.defineProperty(MIMEParams.prototype, 'toJSON', {
  __proto__: null,
  configurable: true, enumerable: false, value: MIMEParams.prototype.toString, writable: true,
});

/** A media type, 'type/subtype;name=value', parsed by https://mimesniff.spec.whatwg.org/#parsing-a-mime-type. */
class MIMEType {
  #type;
  #subtype;
  #parameters = new MIMEParams();

  /** @throws ERR_INVALID_MIME_SYNTAX */
  constructor(input) {
    const text = `${input}`;
    const start = skipBlanks(text, 0);
    const type = typeOf(text, start);
    const end = indexOrEnd(text, ';', start + type.length + 1);
    const subtype = sliceWithoutBlanks(text, start + type.length + 1, end);
    checkToken(subtype, 'subtype', text);
    this.#type = toAsciiLower(type);
    this.#subtype = toAsciiLower(subtype);
    if (end < text.length) parseInto(this.#parameters, text, end + 1);
  }

  /** Setting throws ERR_INVALID_MIME_SYNTAX; the value becomes lower case. */
  get type() {
    return this.#type;
  }

  set type(value) {
    value = `${value}`;
    checkToken(value, 'type');
    this.#type = toAsciiLower(value);
  }

  /** Setting throws ERR_INVALID_MIME_SYNTAX; the value becomes lower case. */
  get subtype() {
    return this.#subtype;
  }

  set subtype(value) {
    value = `${value}`;
    checkToken(value, 'subtype');
    this.#subtype = toAsciiLower(value);
  }

  /** 'type/subtype'. */
  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  /** The MIMEParams. */
  get params() {
    return this.#parameters;
  }

  /** The essence and the parameters. */
  toString() {
    const params = this.#parameters.toString();
    return `${this.#type}/${this.#subtype}${params === '' ? '' : `;${params}`}`;
  }
}
Object.defineProperty(MIMEType.prototype, 'toJSON', {
  __proto__: null,
  configurable: true, enumerable: false, value: MIMEType.prototype.toString, writable: true,
});

module.exports = { MIMEParams, MIMEType };
