'use strict';
const assert = require('node:assert');
const { isDeepStrictEqual } = require('node:util');

const passes = (check, ...args) => {
  try {
    check(...args);
    return true;
  } catch (error) {
    if (error.code !== 'ERR_ASSERTION') throw error;
    return false;
  }
};
/** What loose, strict and partial comparison say, of (a, b) and of (b, a) in the partial one. */
const all = (a, b) => [
  passes(assert.deepEqual, a, b), isDeepStrictEqual(a, b),
  passes(assert.partialDeepStrictEqual, a, b), passes(assert.partialDeepStrictEqual, b, a),
].map((result) => (result ? 'T' : 'f')).join('');
const symbol = Symbol('s');
const hidden = (object, key, value) => Object.defineProperty(object, key, { value });
class A {}
class B extends A {}
const args = (function() { return arguments; });

for (const [name, a, b, expected] of [
  ['same primitives', 1, 1, 'TTTT'], ['coerced', 1, '1', 'Tfff'], ['NaN', NaN, NaN, 'TTTT'], ['zeros', 0, -0, 'Tfff'],
  ['null and undefined', null, undefined, 'Tfff'], ['null and an object', null, {}, 'ffff'],
  ['functions', () => {}, () => {}, 'ffff'], ['bigint', 1n, 1, 'Tfff'], ['an array and its text', [1], '1', 'ffff'],

  ['order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }, 'TTTT'], ['more keys', { a: 1, b: 2 }, { a: 1 }, 'ffTf'],
  ['undefined and missing', { a: undefined }, {}, 'ffTf'],
  ['undefined elsewhere', { a: undefined }, { b: undefined }, 'ffff'],
  ['symbol keys', { [symbol]: 1 }, { [symbol]: 2 }, 'Tfff'], ['a symbol key more', { [symbol]: 1 }, {}, 'TfTf'],
  ['a hidden key', hidden({ b: 1 }, 'a', 1), { a: 1 }, 'ffff'],
  ['a getter', { get a() { return 1; } }, { a: 1 }, 'TTTT'],
  ['classes', new A(), new B(), 'TfTT'], ['no prototype', { __proto__: null }, {}, 'TfTT'],
  ['the same constructor', Object.create({}), {}, 'TTTT'], ['type tags', { [Symbol.toStringTag]: 'X' }, {}, 'ffff'],

  ['items', [1, [2]], [1, ['2']], 'Tfff'], ['a part of an array', [1, 2, 3], [1, 3], 'ffTf'], ['order', [1, 2],
  [2, 1], 'ffff'],
  ['a hole and undefined', [, 1], [undefined, 1], 'fffT'], ['holes', [1, , 3], [1, , 3], 'TTTT'],
  ['a key of an array', Object.assign([1], { x: 1 }), [1], 'ffTf'],
  ['an array and an object', ['a'], { 0: 'a' }, 'ffff'],
  ['arguments', args(1), args(1), 'TTTT'], ['arguments and an array', args(1), [1], 'ffff'],

  ['sets', new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1]), 'TTTT'],
  ['sets of texts', new Set([1]), new Set(['1']), 'Tfff'],
  ['similar items', new Set([{ a: 1 }, { a: 1 }, { a: 2 }]), new Set([{ a: 1 }, { a: 2 }, { a: 2 }]), 'ffff'],
  ['a part of a set', new Set([1, { a: 1, b: 2 }]), new Set([{ a: 1 }]), 'ffTf'],
  ['no bijection', new Set([1, true, false]), new Set(['1', 0, '0']), 'ffff'],
  ['maps', new Map([[{ a: 1 }, 1], [{ b: 1 }, 2], [2, 3]]), new Map([[2, 3], [{ b: 1 }, 2], [{ a: 1 }, 1]]), 'TTTT'],
  ['values of a map', new Map([[1, 1]]), new Map([[1, '1']]), 'Tfff'],
  ['a missing key', new Map([[1, undefined]]), new Map([[2, undefined]]), 'ffff'],
  ['keys of a map', new Map([[1, 'a'], ['1', 'b']]), new Map([['1', 'a'], [true, 'b']]), 'Tfff'],
  ['a set and a map', new Set(), new Map(), 'ffff'], ['weak sets', new WeakSet(), new WeakSet(), 'ffff'],

  ['dates', new Date(5), new Date(5), 'TTTT'], ['invalid dates', new Date(NaN), new Date(NaN), 'ffff'],
  ['flags', /a/g, /a/, 'ffff'], ['lastIndex', Object.assign(/a/g, { lastIndex: 1 }), /a/g, 'ffff'],
  ['boxes', Object(1), Object(1), 'TTTT'], ['boxed zeros', Object(0), Object(-0), 'ffff'],
  ['a box and a value', Object(1), 1, 'ffff'],
  ['a key of a box', Object.assign(Object('a'), { x: 1 }), Object('a'), 'ffTf'],
  ['bytes', new Uint8Array([1, 2]), new Uint8Array([1, 2]), 'TTTT'],
  ['kinds of bytes', new Uint8Array([1]), new Int8Array([1]), 'ffff'],
  ['a Buffer', Buffer.from([1]), new Uint8Array([1]), 'TfTT'],
  ['float zeros', new Float32Array([0]), new Float32Array([-0]), 'Tfff'],
  ['float NaN', new Float64Array([NaN]), new Float64Array([NaN]), 'fTTT'],
  ['a part', new Uint16Array([1, 258, 3]), new Uint16Array([1, 3]), 'ffTf'],
  ['buffers', new Uint8Array([1, 2]).buffer, new Uint8Array([1, 3]).buffer, 'ffff'],
  ['kinds of buffers', new ArrayBuffer(1), new SharedArrayBuffer(1), 'ffff'],
  ['a view and an array', new DataView(new ArrayBuffer(1)), new Uint8Array(1), 'ffff'],

  ['errors', new Error('a'), new Error('a'), 'TTTT'], ['messages', new Error('a'), new Error('b'), 'ffff'],
  ['names', new Error('a'), new TypeError('a'), 'ffff'],
  ['causes', new Error('a', { cause: 1 }), new Error('a', { cause: 2 }), 'ffff'],
  ['an undefined cause', new Error('a', { cause: undefined }), new Error('a'), 'ffTf'],
  ['errors inside', new AggregateError([1, 2]), new AggregateError([1]), 'ffTf'],
  ['an error and an object', new Error('a'), { message: 'a' }, 'ffff'],

  ['URLs', new URL('http://a'), new URL('http://b'), 'ffff'],
  ['equal URLs', new URL('http://a'), new URL('http://a/'), 'TTTT'],
  ['a proxy', new Proxy({ a: [1] }, {}), { a: [1] }, 'TTTT'],
]) assert.strictEqual(all(a, b), expected, name);
