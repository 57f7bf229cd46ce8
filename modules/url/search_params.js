'use strict';
const { defineProperty, getPrototypeOf, setPrototypeOf } = require('intrinsics');
const { setUncloneable } = require('cloneable');
// URLSearchParams (https://url.spec.whatwg.org/#interface-urlsearchparams): a flat list name, value, name, value, ...
// A list that belongs to a URL notifies it of each change; the URL serializes its query anew when that is read.

const { ERR_ARG_NOT_ITERABLE, ERR_INVALID_THIS, ERR_INVALID_TUPLE, ERR_MISSING_ARGS } = require('errors');
const { isObject, validateFunction } = require('validators');
const { FORM, escapeAt, hexPairs, percentDecode, percentEncode } = require('url/percent');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

let listOf;
let attachTo;
let markUrlChanged;

const AMPERSAND = 38;
const EQUALS = 61;
const PLUS = 43;
const PERCENT = 37;

/** Decodes '+' and escapes of ASCII, the usual ones; text with others is for percentDecode(). */
function decodeFormPart(text) {
  let result = '';
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    let decoded = 32;
    if (c === PERCENT) {
      decoded = escapeAt(text, i);
      if (decoded === -1) continue;
      if (decoded >= 128) return percentDecode(text.replaceAll('+', ' '));
    } else if (c !== PLUS) {
      continue;
    }
    result += copied < i ? text.slice(copied, i) + String.fromCharCode(decoded) : String.fromCharCode(decoded);
    if (c === PERCENT) i += 2;
    copied = i + 1;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** The application/x-www-form-urlencoded parser. */
function parseForm(text, start) {
  const list = [];
  let nameStart = start;
  let equals = -1; // where the value's '=' is
  let mustDecode = false;
  for (let i = start; i <= text.length; i++) {
    const c = i === text.length ? AMPERSAND : text.charCodeAt(i);
    if (c === EQUALS) {
      if (equals === -1) equals = i;
    } else if (c === PLUS || c === PERCENT) {
      mustDecode = true;
    } else if (c === AMPERSAND) {
      if (i > nameStart) {
        const name = text.slice(nameStart, equals === -1 ? i : equals);
        const value = equals === -1 ? '' : text.slice(equals + 1, i);
        if (mustDecode) list.push(decodeFormPart(name), decodeFormPart(value));
        else list.push(name, value);
      }
      nameStart = i + 1;
      equals = -1;
      mustDecode = false;
    }
  }
  return list;
}

// Of ASCII: 1 where a form keeps the character, 2 for the space, which becomes '+'.
const inForms = new Uint8Array(128);
for (let c = 0; c < 128; c++) inForms[c] = /[\w*.-]/.test(String.fromCharCode(c)) ? 1 : c === 32 ? 2 : 0;

function encodeFormPart(text) {
  let seen = 1;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    seen &= c < 128 ? inForms[c] : 0;
    if (seen === 0) break;
  }
  if (seen === 1) return text;
  let result = '';
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128) return encodeWideFormPart(text);
    const kind = inForms[c];
    if (kind === 1) continue;
    if (copied < i) result += text.slice(copied, i);
    result += kind === 2 ? '+' : hexPairs[c];
    copied = i + 1;
  }
  return copied < text.length ? result + text.slice(copied) : result;
}

function encodeWideFormPart(text) {
  const encoded = percentEncode(text, FORM);
  return encoded.includes('%20') ? encoded.replaceAll('%20', '+') : encoded;
}

/** The application/x-www-form-urlencoded serializer. */
function serializeForm(list) {
  let result = '';
  for (let i = 0; i < list.length; i += 2) {
    result += i === 0 ? `${encodeFormPart(list[0])}=${encodeFormPart(list[1])}` :
      `&${encodeFormPart(list[i])}=${encodeFormPart(list[i + 1])}`;
  }
  return result;
}

/** Where the first pair of `name` is in the list, or -1. All of the list is well-formed, `name` need not be. */
function indexOfName(list, name) {
  for (let i = 0; i < list.length; i += 2) {
    if (list[i] === name) return i;
  }
  return mayBeIllFormed(name) && !name.isWellFormed() ? indexOfName(list, name.toWellFormed()) : -1;
}

/** Whether there are surrogates in it. */
function mayBeIllFormed(text) {
  for (let i = 0; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xf800) === 0xd800) return true;
  }
  return false;
}

function toUSVString(value) {
  const text = `${value}`;
  // Looking at a few characters is faster than the call.
  return text.length < 32 && !mayBeIllFormed(text) ? text : text.toWellFormed();
}

const { isArray } = Array;
const { values: arrayValues } = Array.prototype;
const arrayIterator = getPrototypeOf([][Symbol.iterator]());
const { next: arrayNext } = arrayIterator;

function listFromPairs(pairs, iterator) {
  if (typeof iterator !== 'function') throw new ERR_ARG_NOT_ITERABLE('Query pairs');
  const list = [];
  if (isArray(pairs) && iterator === arrayValues && arrayIterator.next === arrayNext) {
    for (let i = 0; i < pairs.length; i++) addPair(list, pairs[i]); // what an iterator would do
  } else {
    for (const pair of { [Symbol.iterator]: () => iterator.call(pairs) }) addPair(list, pair);
  }
  return list;
}

function addPair(list, pair) {
  if (isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' && typeof pair[1] === 'string' &&
    pair[Symbol.iterator] === arrayValues && arrayIterator.next === arrayNext) {
    list.push(toUSVString(pair[0]), toUSVString(pair[1]));
    return;
  }
  if (!isObject(pair) || typeof pair[Symbol.iterator] !== 'function') {
    throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
  }
  const before = list.length;
  for (const part of pair) list.push(toUSVString(part));
  if (list.length !== before + 2) throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
}

const { propertyIsEnumerable } = Object.prototype;

function listFromRecord(record) {
  const list = [];
  let areWellFormed = true;
  for (const key of Reflect.ownKeys(record)) {
    if (!propertyIsEnumerable.call(record, key)) continue;
    const name = `${key}`;
    areWellFormed &&= !mayBeIllFormed(name) || name.isWellFormed();
    list.push(name, toUSVString(record[key]));
  }
  return areWellFormed ? list : withWellFormedNames(list);
}

/** Two names may be one when ill-formed surrogates are replaced: the last value wins, in the first one's place. */
function withWellFormedNames(list) {
  const values = new Map();
  for (let i = 0; i < list.length; i += 2) values.set(list[i].toWellFormed(), list[i + 1]);
  return [...values].flat();
}

const FEW = 20; // so many names and values are sorted fastest by putting one after the other in its place

function sortList(list) {
  const { length } = list;
  if (length <= FEW) {
    insertInOrder(list);
    return;
  }
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
  pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  for (let i = 0; i < length; i += 2) [list[i], list[i + 1]] = pairs[i / 2];
}

function insertInOrder(list) {
  for (let i = 2; i < list.length; i += 2) {
    const name = list[i];
    if (!(name < list[i - 2])) continue;
    const value = list[i + 1];
    let at = i;
    for (; at > 0 && name < list[at - 2]; at -= 2) {
      list[at] = list[at - 2];
      list[at + 1] = list[at - 1];
    }
    list[at] = name;
    list[at + 1] = value;
  }
}

/** https://url.spec.whatwg.org/#interface-urlsearchparams */
class URLSearchParams {
  #list;
  #url = null;

  static {
    setUncloneable((value) => #list in value); // refused by structured clone, as in browsers
    listOf = (params) => params.#list;
    attachTo = (url, query) => {
      const params = new URLSearchParams();
      params.#url = url;
      params.#list = parseForm(query, 0);
      return params;
    };
    module.exports.reload = (params, query) => {
      params.#list = parseForm(query, 0);
    };
    module.exports.serialize = (params) => serializeForm(params.#list);
  }

  /**
   * @param {string | Iterable<[string, string]> | Record<string, string> | URLSearchParams} [init] a leading '?' of a
   *   string is ignored
   * @throws ERR_ARG_NOT_ITERABLE, ERR_INVALID_TUPLE
   */
  constructor(init = undefined) {
    if (init === undefined || init === null) {
      this.#list = [];
    } else if (isObject(init)) {
      const iterator = init[Symbol.iterator];
      if (#list in init && iterator === URLSearchParams.prototype.entries) this.#list = init.#list.slice();
      else if (iterator === null || iterator === undefined) this.#list = listFromRecord(init);
      else this.#list = listFromPairs(init, iterator);
    } else {
      const text = toUSVString(init);
      this.#list = parseForm(text, text.charCodeAt(0) === 63 /* ? */ ? 1 : 0);
    }
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#list in value)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
  }

  #changed() {
    if (this.#url !== null) markUrlChanged(this.#url);
  }

  [customInspect](depth, options) {
    URLSearchParams.#check(this);
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const { inspect } = require('inspect');
    const list = this.#list;
    const output = [];
    for (let i = 0; i < list.length; i += 2) {
      output.push(`${inspect(list[i], options)} => ${inspect(list[i + 1], options)}`);
    }
    const name = this.constructor.name;
    return output.length === 0 ? `${name} {}` : `${name} ${inBraces(output, options)}`;
  }

  /** How many pairs there are. */
  get size() {
    URLSearchParams.#check(this);
    return this.#list.length / 2;
  }

  /** Adds a pair at the end. Both are made strings. */
  append(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    this.#list.push(toUSVString(name), toUSVString(value));
    this.#changed();
  }

  /** Removes the pairs of `name`, or only those that also have `value`. */
  delete(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    name = toUSVString(name);
    if (value !== undefined) value = toUSVString(value);
    let kept = 0;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name && (value === undefined || list[i + 1] === value)) continue;
      list[kept] = list[i];
      list[kept + 1] = list[i + 1];
      kept += 2;
    }
    if (kept < list.length) list.length = kept; // not for nothing: that is a call
    this.#changed();
  }

  /** The value of the first pair of `name`, or null. */
  get(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    const i = indexOfName(list, `${name}`);
    return i === -1 ? null : list[i + 1];
  }

  /** The values of all pairs of `name`. */
  getAll(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    const values = [];
    name = toUSVString(name);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name) values.push(list[i + 1]);
    }
    return values;
  }

  /** Whether there is a pair of that name, and where it is given of that value. */
  has(name, value = undefined) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    if (value === undefined) return indexOfName(list, `${name}`) !== -1;
    name = toUSVString(name);
    value = toUSVString(value);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name && list[i + 1] === value) return true;
    }
    return false;
  }

  /** Gives the first pair of `name` this value and removes the others; appends a pair when there was none. */
  set(name, value) {
    URLSearchParams.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    const list = this.#list;
    name = toUSVString(name);
    value = toUSVString(value);
    let kept = 0;
    let found = false;
    for (let i = 0; i < list.length; i += 2) {
      const matches = list[i] === name;
      if (matches && found) continue;
      list[kept] = list[i];
      list[kept + 1] = matches ? value : list[i + 1];
      found ||= matches;
      kept += 2;
    }
    if (kept < list.length) list.length = kept;
    if (!found) list.push(name, value);
    this.#changed();
  }

  /** Sorts the pairs by name, in UTF-16 code units; pairs of one name keep their order. */
  sort() {
    URLSearchParams.#check(this);
    sortList(this.#list);
    this.#changed();
  }

  /** An iterator of [name, value]. */
  entries() {
    URLSearchParams.#check(this);
    return new URLSearchParamsIterator(this, ENTRIES);
  }

  /** Calls callback(value, name, this) for each pair. Throws ERR_INVALID_ARG_TYPE. */
  forEach(callback, thisArg = undefined) {
    URLSearchParams.#check(this);
    validateFunction(callback, 'callback');
    for (let i = 0; i < this.#list.length; i += 2) {
      callback.call(thisArg, this.#list[i + 1], this.#list[i], this);
    }
  }

  /** An iterator of the names. */
  keys() {
    URLSearchParams.#check(this);
    return new URLSearchParamsIterator(this, KEYS);
  }

  /** An iterator of the values. */
  values() {
    URLSearchParams.#check(this);
    return new URLSearchParamsIterator(this, VALUES);
  }

  /** As application/x-www-form-urlencoded, without '?'. */
  toString() {
    URLSearchParams.#check(this);
    return serializeForm(this.#list);
  }
}

/** `{ a, b }` on one line when it fits, else a line each. */
function inBraces(output, options) {
  let length = 0;
  for (const entry of output) length += entry.length + 2;
  return length - 2 > options.breakLength ? `{\n  ${output.join(',\n  ')} }` : `{ ${output.join(', ')} }`;
}

const ENTRIES = 0;
const KEYS = 1;
const VALUES = 2;

class URLSearchParamsIterator {
  #params;
  #kind;
  #index = 0;

  constructor(params, kind) {
    this.#params = params;
    this.#kind = kind;
  }

  #at(list, index) {
    if (this.#kind === ENTRIES) return [list[index], list[index + 1]];
    return this.#kind === KEYS ? list[index] : list[index + 1];
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#params in value)) {
      throw new ERR_INVALID_THIS('URLSearchParamsIterator');
    }
  }

  next() {
    URLSearchParamsIterator.#check(this);
    const list = listOf(this.#params);
    const index = this.#index;
    if (index >= list.length) return { value: undefined, done: true };
    this.#index = index + 2;
    return { value: this.#at(list, index), done: false };
  }

  [customInspect](depth, options) {
    URLSearchParamsIterator.#check(this);
    if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
    const { inspect } = require('inspect');
    const inner = { ...options };
    if (options.depth !== null) inner.depth = depth - 1;
    const list = listOf(this.#params);
    const output = [];
    for (let i = this.#index; i < list.length; i += 2) output.push(inspect(this.#at(list, i), inner));
    return `${this[Symbol.toStringTag]} ${inBraces(output, inner)}`;
  }
}

/** Makes those members of `prototype` enumerable, as Web IDL wants them. */
function makeEnumerable(prototype, names) {
  for (const name of names) defineProperty(prototype, name, { __proto__: null, enumerable: true });
}

function defineTag(prototype, tag) {
  defineProperty(prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: tag });
}

makeEnumerable(URLSearchParams.prototype, [
  'size', 'append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'entries', 'forEach', 'keys', 'values', 'toString',
]);
defineTag(URLSearchParams.prototype, 'URLSearchParams');
defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  __proto__: null, configurable: true, writable: true, value: URLSearchParams.prototype.entries,
});

delete URLSearchParamsIterator.prototype.constructor;
setPrototypeOf(URLSearchParamsIterator.prototype,
                      getPrototypeOf(getPrototypeOf([][Symbol.iterator]())));
makeEnumerable(URLSearchParamsIterator.prototype, ['next']);
defineTag(URLSearchParamsIterator.prototype, 'URLSearchParams Iterator');

module.exports.URLSearchParams = URLSearchParams;
module.exports.makeEnumerable = makeEnumerable;
/** A list for `url`, read from `query` (without '?'). */
module.exports.attachTo = attachTo;
/** Sets what is called with the URL when its list changes. */
module.exports.onChange = (callback) => {
  markUrlChanged = callback;
};
