'use strict';
// util.MIMEType and util.MIMEParams, after the MIME Sniffing Standard (sections 2 and 4).

const { ERR_INVALID_MIME_SYNTAX } = require('errors');

const kNotToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/g;
const kNotQuotable = /[^\t\x20-\x7e\x80-\xff]/g;
const kTrailingSpace = /[\t\n\r ]+$/;

function indexOfMatch(pattern, text) {
  pattern.lastIndex = 0;
  const match = pattern.exec(text);
  return match === null ? -1 : match.index;
}

/** ASCII letters only: other upper case letters stay. */
function toAsciiLower(text) {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function checkToken(text, name, whole = text) {
  const invalid = indexOfMatch(kNotToken, text);
  if (text === '' || invalid !== -1) throw new ERR_INVALID_MIME_SYNTAX(name, whole, invalid);
}

function parseTypeAndSubtype(text) {
  let start = text.search(/[^\t\n\r ]|$/);
  const slash = text.indexOf('/', start);
  const type = slash === -1 ? text.slice(start) : text.slice(start, slash);
  const invalidType = indexOfMatch(kNotToken, type);
  if (type === '' || invalidType !== -1 || slash === -1) {
    throw new ERR_INVALID_MIME_SYNTAX('type', text, invalidType);
  }
  start = slash + 1;
  const semicolon = text.indexOf(';', start);
  const raw = semicolon === -1 ? text.slice(start) : text.slice(start, semicolon);
  const subtype = raw.replace(kTrailingSpace, '');
  checkToken(subtype, 'subtype', text);
  return [toAsciiLower(type), toAsciiLower(subtype), start + raw.length + (semicolon === -1 ? 0 : 1)];
}

/** [value, where its closing quote ends] of the quoted string whose content begins at `start`. */
function readQuoted(text, start) {
  let value = '';
  let at = start;
  for (; at < text.length; at++) {
    if (text[at] === '"') return [value, at + 1];
    if (text[at] === '\\' && at + 1 < text.length) at++;
    value += text[at];
  }
  return [value, at];
}

function quoted(value) {
  if (value !== '' && indexOfMatch(kNotToken, value) === -1) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Adds the parameters of `text` from `start` on; what is no parameter is left out. */
function parseInto(params, text, start) {
  let at = start;
  while (at < text.length) {
    at += text.slice(at).search(/[^\t\n\r ]|$/);
    const rest = text.slice(at);
    const end = rest.search(/[;=]|$/);
    const name = toAsciiLower(rest.slice(0, end));
    at += end;
    if (at < text.length && text[at] === ';') {
      at++;
      continue;
    }
    at++;
    if (at >= text.length) break;
    let value;
    if (text[at] === '"') {
      [value, at] = readQuoted(text, at + 1);
      const next = text.indexOf(';', at);
      at = next === -1 ? text.length : next + 1;
    } else {
      const next = text.indexOf(';', at);
      value = text.slice(at, next === -1 ? text.length : next).replace(kTrailingSpace, '');
      at = next === -1 ? text.length : next + 1;
      if (value === '') continue;
    }
    if (name !== '' && indexOfMatch(kNotToken, name) === -1 && indexOfMatch(kNotQuotable, value) === -1 &&
        !params.has(name)) {
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
    const invalidValue = indexOfMatch(kNotQuotable, value);
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
    let start;
    [this.#type, this.#subtype, start] = parseTypeAndSubtype(text);
    parseInto(this.#parameters, text, start);
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
