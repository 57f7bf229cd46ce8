'use strict';
// Messages of plain data: objects and arrays as literals make them, of numbers, strings, booleans, null and undefined.
// They are walked here, in compiled JavaScript, and written natively (plain.cc), in a third of the time that V8's
// serializer needs. What is anything else is left to that, which knows the whole structured clone algorithm.

const { OwnMap } = require('intrinsics');
const native = binding('plain_messages');
const { kindOf } = native;
const { OBJECT, ARRAY, MOST_CODES, MOST_KEYS } = native;
const { NUMBER, STRING, UNDEFINED, NULL, TRUE, FALSE, CODE_BITS } = native;

const MOST_OBJECTS = 64;
const MOST_DEPTH = 16;
const MOST_PATHS = 4096;
const LONGEST_KEY = 64;
// A walk that came further than this in vain is not tried again for the next so many messages.
const COSTLY = 64;

/** Keys that objects have had, in their order: a path from the root is a shape. */
class KeyPath {
  static #count = 0;

  // The child that was taken last.
  key = undefined;
  next = undefined;
  #children = undefined;
  #parent;
  #ownKey;
  #size;
  #shape = undefined; // its number, for all threads

  constructor(parent, ownKey) {
    this.#parent = parent;
    this.#ownKey = ownKey;
    this.#size = parent === undefined ? 0 : parent.#size + 1;
  }

  /** @returns {KeyPath|undefined} undefined: an object with such keys is not plain here */
  step(key) {
    this.#children ??= new OwnMap();
    let next = this.#children.get(key);
    if (next === undefined) {
      if (KeyPath.#count === MOST_PATHS || this.#size === MOST_KEYS || !isOrdinaryKey(key)) return undefined;
      KeyPath.#count++;
      next = new KeyPath(this, key);
      this.#children.set(key, next);
    }
    this.key = key;
    this.next = next;
    return next;
  }

  /** @returns {number} negative: there are too many shapes */
  number() {
    if (this.#shape !== undefined) return this.#shape;
    const keys = [];
    for (let path = this; path.#parent !== undefined; path = path.#parent) keys.unshift(path.#ownKey);
    return this.#shape = native.shape(keys);
  }
}

function isOrdinaryKey(key) {
  return key.length <= LONGEST_KEY && key !== '__proto__' && /^(?!\d+$)[\x01-\x7f]+$/.test(key);
}

function isClean(prototype) {
  for (const key in prototype) return key === undefined;
  return true;
}

const root = new KeyPath(undefined, undefined);

/** A walk through a message, which lists its values where native code reads them. There is one, used again and again. */
class Walk {
  // codes[] is a value each, in the order of the walk; an object's and an array's says what follows.
  #codes = new Uint32Array(MOST_CODES);
  #numbers = new Float64Array(MOST_CODES);
  #strings = [];
  #objects = new Array(MOST_OBJECTS).fill(undefined); // those that were met
  #depth = 0;
  #objectCount = 0;
  #isBusy = false;
  #skips = 0; // messages that are not tried, after a walk that was long and in vain

  codeCount = 0;
  numberCount = 0;
  stringCount = 0;
  scratch = this.#makeScratch();

  #makeScratch() {
    return new native.Scratch(this.#codes, this.#numbers, this.#strings, Object.prototype, [[1], [1.5], [''], [, 1], [, 1.5], [, '']]);
  }

  /** Makes the native half anew, where it is gone. */
  revive() {
    this.scratch = this.#makeScratch();
  }

  /** Lists `object`. @returns {boolean} false: it is not plain, and nothing is listed */
  list(object) {
    if (this.#skips > 0) {
      this.#skips--;
      return false;
    }
    if (this.#isBusy) return false; // a getter sends a message, too
    this.codeCount = this.numberCount = this.stringCount = this.#objectCount = this.#depth = 0;
    this.#isBusy = true;
    try {
      if (isClean(Object.prototype) && this.#putObject(object) && this.codeCount <= MOST_CODES) return true;
    } finally {
      this.#isBusy = false;
    }
    if (this.codeCount > COSTLY) this.#skips = COSTLY;
    this.clear();
    return false;
  }

  /** Lets go of what was listed. */
  clear() {
    for (let i = 0; i < this.#objectCount; i++) this.#objects[i] = undefined;
    for (let i = 0; i < this.stringCount; i++) this.#strings[i] = undefined;
  }

  // The methods below return false when the value is not plain.

  #put(value) {
    switch (typeof value) {
      case 'number':
        this.#numbers[this.numberCount++] = value;
        this.#codes[this.codeCount++] = NUMBER;
        return true;
      case 'string':
        this.#strings[this.stringCount++] = value;
        this.#codes[this.codeCount++] = STRING;
        return true;
      case 'object':
        if (value !== null) return this.#putObject(value);
        this.#codes[this.codeCount++] = NULL;
        return true;
      case 'boolean':
        this.#codes[this.codeCount++] = value ? TRUE : FALSE;
        return true;
      case 'undefined':
        this.#codes[this.codeCount++] = UNDEFINED;
        return true;
      default:
        return false;
    }
  }

  #putObject(object) {
    const kind = kindOf(object);
    if (kind !== OBJECT && kind !== ARRAY) return false;
    if (this.#objectCount === MOST_OBJECTS || this.#depth === MOST_DEPTH) return false;
    // What is met twice has to be one object in the copy, too: V8's serializer sees to that.
    for (let i = 0; i < this.#objectCount; i++) if (this.#objects[i] === object) return false;
    this.#objects[this.#objectCount++] = object;
    this.#depth++;
    const isPlain = kind === OBJECT ? this.#putProperties(object) : this.#putElements(object);
    this.#depth--;
    return isPlain;
  }

  #putProperties(object) {
    const place = this.codeCount++;
    let path = root;
    // Object.prototype has nothing that is enumerable, see list().
    for (const key in object) {
      path = path.key === key ? path.next : path.step(key);
      if (path === undefined || !this.#put(object[key])) return false;
    }
    const shape = path.number();
    this.#codes[place] = shape << CODE_BITS | OBJECT;
    return shape >= 0;
  }

  #putElements(array) {
    const { length } = array;
    if (this.codeCount + length >= MOST_CODES) return false;
    this.#codes[this.codeCount++] = length << CODE_BITS | ARRAY;
    for (let i = 0; i < length; i++) {
      const value = array[i];
      if (value === undefined && !Object.hasOwn(array, i)) return false; // a hole
      if (!this.#put(value)) return false;
    }
    return true;
  }
}

const walk = new Walk();

/** Sends `message` through a port, if it is plain. @returns {boolean} */
function post(handle, message) {
  if (!walk.list(message)) return false;
  handle.postPlain(walk.scratch, walk.codeCount, walk.numberCount, walk.stringCount);
  walk.clear();
  return true;
}

/** @returns {object|undefined} a copy of `value`; undefined when it is not plain */
function clone(messaging, value) {
  if (!walk.list(value)) return undefined;
  const copy = messaging.clonePlain(walk.scratch, walk.codeCount, walk.numberCount, walk.stringCount);
  walk.clear();
  return copy;
}

/** For a snapshot of the heap: lets go of the native half. */
function forgetAll() {
  walk.scratch = undefined;
}

/** In the process that starts from that snapshot. */
function revive() {
  walk.revive();
}

module.exports = { post, clone, forgetAll, revive };
