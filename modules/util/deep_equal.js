'use strict';
// Deep equality, shared by assert and util: loose (assert.deepEqual), strict (assert.deepStrictEqual,
// util.isDeepStrictEqual) and partial (assert.partialDeepStrictEqual: the right side is a part of the left one).

const types = require('util/types');
const { haveOnlyItems, haveSameShape, nonIndexKeys } = binding('deep_equal');

const LOOSE = 0;
const STRICT = 1;
const PARTIAL = 2;

const { is, getPrototypeOf, getOwnPropertySymbols, keys: enumerableKeys, hasOwn } = Object;
const { toString, propertyIsEnumerable } = Object.prototype;
const typedArrayName = Object.getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const { getTime } = Date.prototype;
let Buffer;
const regExpParts = ['source', 'flags', 'lastIndex'];

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function isError(value) {
  return types.isNativeError(value) || value instanceof Error;
}

/** Whether a value is of a kind that only equals its own kind, whatever its properties are. */
function hasOwnKind(value) {
  return Array.isArray(value) || ArrayBuffer.isView(value) || types.isSet(value) || types.isMap(value) ||
    types.isDate(value) || types.isRegExp(value) || types.isAnyArrayBuffer(value) || types.isBoxedPrimitive(value) ||
    isError(value);
}

/** Constructors decide where they are inherited; an own property says nothing about the prototype. */
function isSameClass(left, right) {
  const { constructor } = left;
  if (constructor !== undefined && !hasOwn(left, 'constructor')) return constructor === right.constructor;
  return getPrototypeOf(left) === getPrototypeOf(right);
}

function isIndex(key) {
  const code = key.charCodeAt(0);
  if (code < 48 || code > 57) return false;
  const number = +key;
  return number < 4294967295 && String(number) === key && number >>> 0 === number;
}

function enumerableSymbols(object) {
  const symbols = getOwnPropertySymbols(object);
  return symbols.length === 0 ? symbols : symbols.filter((symbol) => propertyIsEnumerable.call(object, symbol));
}

function bytesOf(value) {
  if (types.isUint8Array(value)) return value;
  return types.isAnyArrayBuffer(value) ? new Uint8Array(value) :
    new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function areSameBytes(left, right) {
  Buffer ??= require('buffer').Buffer;
  return Buffer.compare(bytesOf(left), bytesOf(right)) === 0;
}

/** Whether the elements of `right` are in `left` in the same order, with others between them. */
function isSubsequence(left, right) {
  let found = 0;
  for (let i = 0; i < left.length && found < right.length; i++) {
    if (is(left[i], right[found])) found++;
  }
  return found === right.length;
}

function areSameBoxes(left, right) {
  if (types.isNumberObject(left)) {
    return types.isNumberObject(right) && is(Number.prototype.valueOf.call(left), Number.prototype.valueOf.call(right));
  }
  const prototype = types.isStringObject(left) ? String.prototype : types.isBooleanObject(left) ? Boolean.prototype :
    types.isBigIntObject(left) ? BigInt.prototype : Symbol.prototype;
  try {
    return prototype.valueOf.call(left) === prototype.valueOf.call(right);
  } catch {
    return false; // `right` is no box of this kind
  }
}

function areSameRegExps(left, right) {
  return types.isRegExp(right) && regExpParts.every((part) => left[part] === right[part]);
}

function areSameCryptoKeys(left, right, comparison) {
  if (types.isKeyObject(left)) return types.isKeyObject(right) && left.equals(right);
  if (!types.isCryptoKey(left)) return true;
  const { KeyObject } = require('crypto');
  return types.isCryptoKey(right) && left.extractable === right.extractable &&
    KeyObject.from(left).equals(KeyObject.from(right)) &&
    comparison.equal(left.algorithm, right.algorithm) && comparison.equal(left.usages, right.usages);
}

/** What has to be matched yet of a Set or the keys of a Map, in order. Mostly the first one matches. */
class Unmatched {
  constructor() {
    this.items = [];
    this.start = 0;
  }

  get size() {
    return this.items.length - this.start;
  }

  add(item) {
    this.items.push(item);
  }

  /** Takes the first item out for which `matches` holds. */
  take(matches) {
    const { items } = this;
    for (let i = this.start; i < items.length; i++) {
      if (!matches(items[i])) continue;
      if (i === this.start) this.start++;
      else items.splice(i, 1);
      return true;
    }
    return false;
  }
}

/** Whether an object is one of those that are being compared: mostly few, so that a loop beats includes(). */
function isAmong(objects, object) {
  for (let i = objects.length - 1; i >= 0; i--) {
    if (objects[i] === object) return true;
  }
  return false;
}

class Comparison {
  constructor(mode, skipPrototype) {
    this.mode = mode;
    this.skipPrototype = skipPrototype;
    // The objects that are being compared, from the outermost in.
    this.lefts = [];
    this.rights = [];
  }

  equal(left, right) {
    if (left === right) return left !== 0 || this.mode === LOOSE || is(left, right);
    return this.valuesEqual(left, right);
  }

  /** For values that are not one and the same. Apart from equal(), so that V8 inlines the latter. */
  valuesEqual(left, right) {
    if (this.mode === LOOSE) {
      if (!isObject(left)) return !isObject(right) && (left == right || (left !== left && right !== right));
      if (!isObject(right)) return false;
    } else {
      if (typeof left !== 'object') return left !== left && right !== right;
      if (left === null || !isObject(right)) return false;
      if (this.mode === STRICT && !this.skipPrototype && !isSameClass(left, right)) return false;
    }
    if (Array.isArray(left)) {
      if (!Array.isArray(right) || !this.isSizeRight(left.length, right.length)) return false;
      if (left[Symbol.toStringTag] !== right[Symbol.toStringTag]) return false;
      if (haveOnlyItems(left, right)) return this.contentsEqual(left, right, [], this.arrayItemsEqual);
      return this.membersEqual(left, right, nonIndexKeys(left), nonIndexKeys(right), this.arrayItemsEqual);
    }
    const tag = toString.call(left);
    if (tag !== toString.call(right)) return false;
    if (tag === '[object Object]') return this.propertiesEqual(left, right);
    return this.kindsEqual(left, right, tag);
  }

  isSizeRight(left, right) {
    return this.mode === PARTIAL ? left >= right : left === right;
  }

  /** Compares what an object's kind keeps beside its properties, then the properties. */
  kindsEqual(left, right, tag) {
    if (types.isDate(left)) {
      if (!types.isDate(right) || getTime.call(left) !== getTime.call(right)) return false;
    } else if (types.isRegExp(left)) {
      if (!areSameRegExps(left, right)) return false;
    } else if (ArrayBuffer.isView(left)) {
      if (!this.viewsEqual(left, right)) return false;
      return haveOnlyItems(left, right) ||
        this.membersEqual(left, right, nonIndexKeys(left), nonIndexKeys(right), undefined);
    } else if (types.isSet(left)) {
      return types.isSet(right) && this.isSizeRight(left.size, right.size) &&
        this.propertiesEqual(left, right, this.setItemsEqual);
    } else if (types.isMap(left)) {
      return types.isMap(right) && this.isSizeRight(left.size, right.size) &&
        this.propertiesEqual(left, right, this.mapEntriesEqual);
    } else if (types.isAnyArrayBuffer(left)) {
      if (!types.isAnyArrayBuffer(right) || !this.bytesEqual(left, right)) return false;
    } else if (types.isBoxedPrimitive(left)) {
      if (!areSameBoxes(left, right)) return false;
    } else if (isError(left)) {
      if (!isError(right)) return false;
      return this.propertiesEqual(left, right, this.errorsEqual);
    } else if (hasOwnKind(right) || types.isWeakMap(left) || types.isWeakSet(left)) {
      return false;
    } else if (!this.platformObjectsEqual(left, right, tag)) {
      return false;
    }
    return this.propertiesEqual(left, right);
  }

  /** Objects whose state is not in properties. Their modules are loaded only for values that look like theirs. */
  platformObjectsEqual(left, right, tag) {
    if (tag === '[object URL]') {
      const { URL } = require('url');
      return !(left instanceof URL) || (right instanceof URL && left.href === right.href);
    }
    if (tag.endsWith('KeyObject]') || tag === '[object CryptoKey]') return areSameCryptoKeys(left, right, this);
    return true;
  }

  viewsEqual(left, right) {
    if (!ArrayBuffer.isView(right)) return false;
    const name = typedArrayName.call(left);
    if (name !== typedArrayName.call(right)) return false;
    if (this.mode === LOOSE && name !== undefined && name.startsWith('Float')) {
      return left.length === right.length && left.every((value, i) => value === right[i]);
    }
    if (this.mode === PARTIAL && name !== undefined && left.length !== right.length) return isSubsequence(left, right);
    return this.bytesEqual(left, right);
  }

  bytesEqual(left, right) {
    if (left.byteLength === right.byteLength) return areSameBytes(left, right);
    return this.mode === PARTIAL && isSubsequence(bytesOf(left), bytesOf(right));
  }

  propertiesEqual(left, right, contentEqual) {
    const keys = enumerableKeys(left);
    if (haveSameShape(left, right)) return this.contentsEqual(left, right, keys, contentEqual);
    return this.membersEqual(left, right, keys, enumerableKeys(right), contentEqual);
  }

  membersEqual(left, right, leftKeys, keys, contentEqual) {
    if (this.mode !== PARTIAL && leftKeys.length !== keys.length) return false;
    for (let i = 0; i < keys.length; i++) {
      // Mostly both have the same keys in the same order.
      if (leftKeys[i] !== keys[i] && !propertyIsEnumerable.call(left, keys[i])) return false;
    }
    if (this.mode !== LOOSE) {
      const symbols = enumerableSymbols(right);
      if (this.mode === STRICT && enumerableSymbols(left).length !== symbols.length) return false;
      for (const symbol of symbols) {
        if (!propertyIsEnumerable.call(left, symbol)) return false;
        keys.push(symbol);
      }
    }
    if (keys.length === 0 && contentEqual === undefined) return true;

    return this.contentsEqual(left, right, keys, contentEqual);
  }

  /** Compares what `contentEqual` looks at, then the properties `keys`, which both have. */
  contentsEqual(left, right, keys, contentEqual) {
    // Going round in circles: equal when both sides do.
    const leftSeen = isAmong(this.lefts, left);
    const rightSeen = isAmong(this.rights, right);
    if (leftSeen || rightSeen) return leftSeen && rightSeen;
    // Only what leads to other objects is noted.
    let noted = contentEqual !== undefined;
    if (noted) this.enter(left, right);
    let result = !noted || contentEqual.call(this, left, right);
    for (let i = 0; result && i < keys.length; i++) {
      const value = left[keys[i]];
      if (!noted && isObject(value)) {
        this.enter(left, right);
        noted = true;
      }
      result = this.equal(value, right[keys[i]]);
    }
    if (noted) this.leave();
    return result;
  }

  enter(left, right) {
    this.lefts.push(left);
    this.rights.push(right);
  }

  leave() {
    this.lefts.pop();
    this.rights.pop();
  }

  arrayItemsEqual(left, right) {
    if (this.mode === PARTIAL) return this.isPartOfArray(left, right);
    for (let i = 0; i < left.length; i++) {
      if (left[i] === undefined || right[i] === undefined) {
        const inLeft = hasOwn(left, i);
        if (inLeft !== hasOwn(right, i)) return false;
        if (!inLeft) return this.sparseItemsEqual(left, right);
      }
      if (!this.equal(left[i], right[i])) return false;
    }
    return true;
  }

  /** A hole was found: compares the items that are there, which may be few. */
  sparseItemsEqual(left, right) {
    const keys = enumerableKeys(left);
    if (keys.length !== enumerableKeys(right).length) return false;
    for (const key of keys) {
      if (!hasOwn(right, key) || !this.equal(left[key], right[key])) return false;
    }
    return true;
  }

  /** Whether the items of `right`, without its holes, are in `left` in the same order. */
  isPartOfArray(left, right) {
    const rightKeys = enumerableKeys(right).filter(isIndex);
    if (rightKeys.length === 0) return true;
    const leftKeys = enumerableKeys(left).filter(isIndex);
    let found = 0;
    for (let i = 0; found < rightKeys.length; i++) {
      if (leftKeys.length - i < rightKeys.length - found) return false;
      if (this.equal(left[leftKeys[i]], right[rightKeys[found]])) found++;
    }
    return true;
  }

  errorsEqual(left, right) {
    if (!this.equal(left.name, right.name)) return false;
    const partial = this.mode === PARTIAL;
    if (hasOwn(right, 'cause') ? !hasOwn(left, 'cause') : !partial && hasOwn(left, 'cause')) return false;
    for (const key of ['message', 'cause', 'errors']) {
      if ((!partial || hasOwn(right, key)) && !this.equal(left[key], right[key])) return false;
    }
    return true;
  }

  setItemsEqual(left, right) {
    const unmatched = new Unmatched();
    for (const value of right) {
      if (left.has(value)) continue;
      if (this.mode !== LOOSE && !isObject(value)) return false;
      unmatched.add(value);
    }
    if (unmatched.size === 0) return true;
    for (const value of left) {
      if ((this.mode !== LOOSE && !isObject(value)) || right.has(value)) continue;
      if (unmatched.take((other) => this.equal(value, other))) {
        if (unmatched.size === 0) return true;
      } else if (this.mode !== PARTIAL) {
        return false;
      }
    }
    return false;
  }

  mapEntriesEqual(left, right) {
    const unmatched = new Unmatched();
    for (const [key, value] of right) {
      if (isObject(key)) {
        unmatched.add(key);
      } else if (!left.has(key) || !this.equal(left.get(key), value)) {
        if (this.mode !== LOOSE) return false;
        unmatched.add(key);
      }
    }
    if (unmatched.size === 0) return true;
    for (const [key, value] of left) {
      if (!isObject(key)) {
        if (this.mode !== LOOSE || (right.has(key) && this.equal(value, right.get(key)))) continue;
      }
      if (unmatched.take((other) => this.equal(key, other) && this.equal(value, right.get(other)))) {
        if (unmatched.size === 0) return true;
      } else if (this.mode !== PARTIAL) {
        return false;
      }
    }
    return false;
  }
}

/**
 * Loose deep equality: primitives by ==, prototypes and symbol properties do not matter.
 * @param {*} left
 * @param {*} right
 * @returns {boolean}
 */
function isDeepEqual(left, right) {
  return new Comparison(LOOSE, false).equal(left, right);
}

/**
 * Strict deep equality: primitives by Object.is(), classes and symbol properties count.
 * @param {*} left
 * @param {*} right
 * @param {boolean} [skipPrototype] whether objects of different classes may be equal
 * @returns {boolean}
 */
function isDeepStrictEqual(left, right, skipPrototype) {
  return new Comparison(STRICT, skipPrototype).equal(left, right);
}

/**
 * Whether what is in `right` is also in `left`, by Object.is() and in the same order in arrays.
 * @param {*} left
 * @param {*} right
 * @returns {boolean}
 */
function isPartialStrictEqual(left, right) {
  return new Comparison(PARTIAL, false).equal(left, right);
}

module.exports = { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual };
