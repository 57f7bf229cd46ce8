'use strict';
// Values of the same hidden class are compared without a look at their names. Here are pairs that differ in what such a class
// does not tell, and random pairs that a plain comparison looks at too. A seed may be given as an argument.
const assert = require('node:assert');
const { isDeepStrictEqual } = require('node:util');

const symbol = Symbol('symbol');
const hidden = (object, key, value) => Object.defineProperty(object, key, { value, configurable: true, writable: true });
// An object with so many properties that were deleted keeps the others in a dictionary, whose hidden class says nothing.
function dictionary(entries) {
  const object = { first: 0, ...entries };
  delete object.first;
  return object;
}
function sloppyArguments(...items) {
  return (function() { return arguments; })(...items);
}

const different = [
  ['a symbol', { a: 1, [symbol]: 1 }, { a: 1, [symbol]: 2 }],
  ['a symbol on one side', { a: 1 }, { a: 1, [symbol]: 1 }],
  ['items', { 0: 1, a: 1 }, { 1: 1, a: 1 }],
  ['an item on one side', { a: 1 }, { a: 1, 0: 1 }],
  ['names in dictionaries', dictionary({ a: 1, b: 1 }), dictionary({ a: 1, c: 1 })],
  ['symbols in dictionaries', dictionary({ a: 1, [symbol]: 1 }), dictionary({ a: 1, [symbol]: 2 })],
  ['enumerable or not', hidden({ a: 1 }, 'b', 1), { a: 1, b: 1 }],
  ['names on arrays', Object.assign([1], { a: 1 }), Object.assign([1], { a: 2 })],
  ['symbols on arrays', Object.assign([1], { [symbol]: 1 }), Object.assign([1], { [symbol]: 2 })],
  ['holes', [1, , 3], [1, undefined, 3]],
  ['targets of proxies', new Proxy({ a: 1 }, {}), new Proxy({ b: 1 }, {})],
  ['names on views', Object.assign(new Uint8Array(1), { a: 1 }), new Uint8Array(1)],
  ['text in boxes', new String('a'), new String('b')],
  ['constructors of their own', { constructor: Array }, { constructor: Map }],
  ['items of arguments', sloppyArguments(1, 2), sloppyArguments(1, 3)],
  ['signs of zero', { a: 0 }, { a: -0 }],
  ['prototypes', Object.create({}), Object.create(null)],
  ['tags by getters', new (class { kind = 'a'; get [Symbol.toStringTag]() { return this.kind; } })(),
   new (class { kind = 'b'; get [Symbol.toStringTag]() { return this.kind; } })()],
];
for (const [what, left, right] of different) {
  Object.keys(left); // what V8 knows about the names of a hidden class it notes at the first question
  Object.keys(right);
  assert.strictEqual(isDeepStrictEqual(left, right), false, what);
  assert.strictEqual(isDeepStrictEqual(right, left), false, what);
}
class Tagged {
  constructor(kind) { this.kind = kind; }
  get [Symbol.toStringTag]() { return this.kind; }
}
assert.strictEqual(isDeepStrictEqual(new Tagged('a'), new Tagged('b')), false);
assert.strictEqual(isDeepStrictEqual(hidden({ a: 1 }, 'b', 1), hidden({ a: 1 }, 'b', 2)), true);
assert.strictEqual(isDeepStrictEqual(dictionary({ a: 1, b: 2 }), dictionary({ b: 2, a: 1 })), true);
assert.strictEqual(isDeepStrictEqual({ a: 1, b: 2 }, { b: 2, a: 1 }), true);

function circle(length) {
  const first = { next: null };
  let last = first;
  for (let i = 1; i < length; i++) last = last.next = { next: null };
  last.next = first;
  return first;
}
assert.strictEqual(isDeepStrictEqual(circle(2), circle(2)), true);
assert.strictEqual(isDeepStrictEqual(circle(1), circle(2)), false);

// --- Random pairs. ---

let state = Number(process.argv[2] ?? Date.now()) >>> 0;
const seed = state;
function random(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state >>> 8) % limit;
}

class Point {
  constructor(x) { this.x = x; }
}
const names = ['a', 'b', 'c', '0', '7', symbol];
const primitives = [0, -0, 1, NaN, 'x', '', null, undefined, true, 1n, symbol, 2 ** 40];

function randomObject(depth) {
  const object = random(5) === 0 ? new Point(random(2)) : random(6) === 0 ? dictionary({}) : {};
  for (let i = random(4); i > 0; i--) {
    const name = names[random(names.length)];
    if (random(8) === 0) hidden(object, name, random(2));
    else object[name] = randomValue(depth - 1);
  }
  return object;
}

function randomArray(depth) {
  const array = Array.from({ length: random(4) }, () => randomValue(depth - 1));
  if (random(6) === 0) array[array.length + 1] = 1;
  if (random(6) === 0) array[names[random(names.length)]] = random(2);
  return array;
}

function randomValue(depth) {
  if (depth === 0 || random(3) === 0) return primitives[random(primitives.length)];
  switch (random(6)) {
    case 0: return randomArray(depth);
    case 1: return new Set(Array.from({ length: random(3) }, () => primitives[random(primitives.length)]));
    case 2: return new Map(Array.from({ length: random(3) }, () => [primitives[random(primitives.length)], randomValue(depth - 1)]));
    case 3: return Uint8Array.from({ length: random(3) }, () => random(2));
    default: return randomObject(depth);
  }
}

/** What of an object counts: enumerable names and symbols, in an order that does not depend on the object. */
function memberNames(object) {
  const own = Reflect.ownKeys(object).filter((key) => Object.prototype.propertyIsEnumerable.call(object, key));
  return own.sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

function membersEqual(left, right) {
  const own = memberNames(left);
  const others = memberNames(right);
  return own.length === others.length && own.every((key, i) => key === others[i] && equal(left[key], right[key]));
}

function entriesEqual(left, right) {
  return left.size === right.size &&
    [...left].every((entry) => (left instanceof Map ? right.has(entry[0]) && equal(entry[1], right.get(entry[0])) : right.has(entry)));
}

function equal(left, right) {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return Object.is(left, right);
  if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  if (Array.isArray(left) && left.length !== right.length) return false;
  if ((left instanceof Map || left instanceof Set) && !entriesEqual(left, right)) return false;
  return membersEqual(left, right);
}

let equalPairs = 0;
for (let i = 0; i < 20000; i++) {
  const start = state;
  const left = randomValue(3);
  if (random(2) === 0) state = start; // the same once more
  const right = randomValue(3);
  const expected = equal(left, right);
  equalPairs += expected && left !== right ? 1 : 0;
  assert.strictEqual(isDeepStrictEqual(left, right), expected, `pair ${i} of seed ${seed}`);
  assert.strictEqual(isDeepStrictEqual(right, left), expected, `pair ${i} of seed ${seed}, the other way round`);
}
assert.ok(equalPairs > 1000, `${equalPairs} pairs were equal, seed ${seed}`);
