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
const MOST_NODES = 4096;
const LONGEST_KEY = 64;
// A walk that came further than this in vain is not tried again for the next so many messages.
const DEAR = 64;

// What native code reads: codes[] is a value each, in the order of the walk; an object's and an array's says what follows.
const codes = new Uint32Array(MOST_CODES);
const numbers = new Float64Array(MOST_CODES);
const strings = [];
const scratch = new native.Scratch(codes, numbers, strings, Object.prototype,
                                   [[1], [1.5], [''], [, 1], [, 1.5], [, '']]);

let codeCount = 0;
let numberCount = 0;
let stringCount = 0;
let objectCount = 0;
let depth = 0;
let isBusy = false;
let left = 0;
const objects = new Array(MOST_OBJECTS).fill(undefined);

/** Keys that objects have had, in their order: a path from the root is a shape. */
class Node {
  // The child that was taken last.
  key = undefined;
  next = undefined;
  children = undefined;
  shape = undefined; // its number, for all threads

  constructor(parent, ownKey) {
    this.parent = parent;
    this.ownKey = ownKey;
    this.size = parent === undefined ? 0 : parent.size + 1;
  }

  /** @returns {Node|undefined} undefined: an object with such keys is not for us */
  step(key) {
    this.children ??= new OwnMap();
    let next = this.children.get(key);
    if (next === undefined) {
      if (nodeCount === MOST_NODES || this.size === MOST_KEYS || !isOrdinaryKey(key)) return undefined;
      nodeCount++;
      next = new Node(this, key);
      this.children.set(key, next);
    }
    this.key = key;
    this.next = next;
    return next;
  }

  /** @returns {number} negative: there are too many shapes */
  number() {
    if (this.shape !== undefined) return this.shape;
    const keys = [];
    for (let node = this; node.parent !== undefined; node = node.parent) keys.unshift(node.ownKey);
    return this.shape = native.shape(keys);
  }
}

let nodeCount = 0;
const root = new Node(undefined, undefined);

function isOrdinaryKey(key) {
  return key.length <= LONGEST_KEY && key !== '__proto__' && /^(?!\d+$)[\x01-\x7f]+$/.test(key);
}

// The functions below return false when the value is not plain.

function put(value) {
  switch (typeof value) {
    case 'number':
      numbers[numberCount++] = value;
      codes[codeCount++] = NUMBER;
      return true;
    case 'string':
      strings[stringCount++] = value;
      codes[codeCount++] = STRING;
      return true;
    case 'object':
      if (value !== null) return putObject(value);
      codes[codeCount++] = NULL;
      return true;
    case 'boolean':
      codes[codeCount++] = value ? TRUE : FALSE;
      return true;
    case 'undefined':
      codes[codeCount++] = UNDEFINED;
      return true;
    default:
      return false;
  }
}

function putObject(object) {
  const kind = kindOf(object);
  if (kind !== OBJECT && kind !== ARRAY) return false;
  if (objectCount === MOST_OBJECTS || depth === MOST_DEPTH) return false;
  for (let i = 0; i < objectCount; i++) if (objects[i] === object) return false; // it would be the same in the copy
  objects[objectCount++] = object;
  depth++;
  const done = kind === OBJECT ? putProperties(object) : putElements(object);
  depth--;
  return done;
}

function putProperties(object) {
  const place = codeCount++;
  let node = root;
  // Object.prototype has nothing that is enumerable, see write().
  for (const key in object) {
    node = node.key === key ? node.next : node.step(key);
    if (node === undefined || !put(object[key])) return false;
  }
  const shape = node.number();
  codes[place] = shape << CODE_BITS | OBJECT;
  return shape >= 0;
}

function putElements(array) {
  const { length } = array;
  if (codeCount + length >= MOST_CODES) return false;
  codes[codeCount++] = length << CODE_BITS | ARRAY;
  for (let i = 0; i < length; i++) {
    const value = array[i];
    if (value === undefined && !Object.hasOwn(array, i)) return false; // a hole
    if (!put(value)) return false;
  }
  return true;
}

function isClean(prototype) {
  for (const key in prototype) return key === undefined;
  return true;
}

function clear() {
  for (let i = 0; i < objectCount; i++) objects[i] = undefined;
  for (let i = 0; i < stringCount; i++) strings[i] = undefined;
}

/** List `object` in codes, numbers and strings. @returns {boolean} false: it is not plain, and nothing is listed */
function walk(object) {
  codeCount = numberCount = stringCount = objectCount = depth = 0;
  isBusy = true; // a getter may send a message, too
  try {
    if (isClean(Object.prototype) && putObject(object) && codeCount <= MOST_CODES) return true;
  } finally {
    isBusy = false;
  }
  if (codeCount > DEAR) left = DEAR;
  clear();
  return false;
}

/** Send `message` through a port, if it is plain. @returns {boolean} */
function post(handle, message) {
  if (left > 0) {
    left--;
    return false;
  }
  if (isBusy || !walk(message)) return false;
  handle.postPlain(scratch, codeCount, numberCount, stringCount);
  clear();
  return true;
}

/** @returns {object|undefined} a copy of `value`; undefined when it is not plain */
function clone(messaging, value) {
  if (left > 0) {
    left--;
    return undefined;
  }
  if (isBusy || !walk(value)) return undefined;
  const copy = messaging.clonePlain(scratch, codeCount, numberCount, stringCount);
  clear();
  return copy;
}

module.exports = { post, clone };
