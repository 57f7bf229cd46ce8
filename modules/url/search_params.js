'use strict';
const { defineProperty, getPrototypeOf, setPrototypeOf } = require('intrinsics');
const { setCloneSteps } = require('cloneable');
// URLSearchParams (https://url.spec.whatwg.org/#interface-urlsearchparams): a flat list name, value, name, value, ...
// A list that belongs to a URL tells it of each change; the URL serializes its query anew when that is read.

const { ERR_ARG_NOT_ITERABLE, ERR_INVALID_THIS, ERR_INVALID_TUPLE, ERR_MISSING_ARGS } = require('errors');
const { isObject, validateFunction } = require('validators');
const { FORM, percentDecode, percentEncode } = require('url/percent');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

let listOf;
let attachTo;
let markUrlChanged;

function decodeFormPart(text, start, end) {
  let part = text.slice(start, end);
  if (part.includes('+')) part = part.replaceAll('+', ' ');
  return part.includes('%') ? percentDecode(part) : part;
}

/** The application/x-www-form-urlencoded parser. */
function parseForm(text, start) {
  const list = [];
  while (start < text.length) {
    let end = text.indexOf('&', start);
    if (end === -1) end = text.length;
    if (end > start) {
      const equals = text.indexOf('=', start);
      if (equals === -1 || equals >= end) {
        list.push(decodeFormPart(text, start, end), '');
      } else {
        list.push(decodeFormPart(text, start, equals), decodeFormPart(text, equals + 1, end));
      }
    }
    start = end + 1;
  }
  return list;
}

const formReserved = /[^\w*.-]/;

function encodeFormPart(text) {
  if (!formReserved.test(text)) return text;
  const encoded = percentEncode(text, FORM);
  return encoded.includes('%20') ? encoded.replaceAll('%20', '+') : encoded;
}

/** The application/x-www-form-urlencoded serializer. */
function serializeForm(list) {
  if (list.length === 0) return '';
  let result = `${encodeFormPart(list[0])}=${encodeFormPart(list[1])}`;
  for (let i = 2; i < list.length; i += 2) {
    result += `&${encodeFormPart(list[i])}=${encodeFormPart(list[i + 1])}`;
  }
  return result;
}

function toUSVString(value) {
  return `${value}`.toWellFormed();
}

function listFromPairs(pairs, iterator) {
  if (typeof iterator !== 'function') throw new ERR_ARG_NOT_ITERABLE('Query pairs');
  const list = [];
  for (const pair of { [Symbol.iterator]: () => iterator.call(pairs) }) {
    if (!isObject(pair) || typeof pair[Symbol.iterator] !== 'function') {
      throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    }
    const before = list.length;
    for (const part of pair) list.push(toUSVString(part));
    if (list.length !== before + 2) throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
  }
  return list;
}

function listFromRecord(record) {
  const list = [];
  const places = new Map();
  for (const key of Reflect.ownKeys(record)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(record, key);
    if (descriptor === undefined || !descriptor.enumerable) continue;
    const name = toUSVString(key);
    const value = toUSVString(record[key]);
    // Two keys may be one name when ill-formed surrogates are replaced: the last value wins.
    const place = places.get(name);
    if (place !== undefined) {
      list[place] = value;
    } else {
      places.set(name, list.push(name, value) - 1);
    }
  }
  return list;
}

function sortList(list) {
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
  pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  list.length = 0;
  for (const [name, value] of pairs) list.push(name, value);
}

/** https://url.spec.whatwg.org/#interface-urlsearchparams */
class URLSearchParams {
  #list;
  #url = null;

  static {
    setCloneSteps(URLSearchParams, { is: (value) => #list in value }); // refused by structured clone, as in browsers
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
    list.length = kept;
    this.#changed();
  }

  /** The value of the first pair of `name`, or null. */
  get(name) {
    URLSearchParams.#check(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    const list = this.#list;
    name = toUSVString(name);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name) return list[i + 1];
    }
    return null;
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
    name = toUSVString(name);
    if (value !== undefined) value = toUSVString(value);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name && (value === undefined || list[i + 1] === value)) return true;
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
    list.length = kept;
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
