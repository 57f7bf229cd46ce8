'use strict';
// util.types looks at what a value is, not at its prototype, its tag or the realm it comes from: a table of one value of each
// kind and the predicates that are true of it, and no other.
const assert = require('node:assert');
const { types } = require('node:util');
const vm = require('node:vm');

const table = `({
  arguments: [(function() { return arguments; })(), 'isArgumentsObject'],
  ArrayBuffer: [new ArrayBuffer(1), 'isArrayBuffer isAnyArrayBuffer'],
  SharedArrayBuffer: [new SharedArrayBuffer(1), 'isSharedArrayBuffer isAnyArrayBuffer'],
  DataView: [new DataView(new ArrayBuffer(1)), 'isDataView isArrayBufferView'],
  AsyncFunction: [async () => {}, 'isAsyncFunction'],
  GeneratorFunction: [function*() {}, 'isGeneratorFunction'],
  AsyncGeneratorFunction: [async function*() {}, 'isAsyncFunction isGeneratorFunction'],
  generator: [(function*() {})(), 'isGeneratorObject'],
  Function: [() => {}, ''],
  Array: [[], ''],
  Object: [{}, ''],
  BigInt: [Object(1n), 'isBigIntObject isBoxedPrimitive'],
  Boolean: [Object(false), 'isBooleanObject isBoxedPrimitive'],
  Number: [Object(1), 'isNumberObject isBoxedPrimitive'],
  String: [Object(''), 'isStringObject isBoxedPrimitive'],
  Symbol: [Object(Symbol()), 'isSymbolObject isBoxedPrimitive'],
  Date: [new Date(0), 'isDate'],
  RegExp: [/x/, 'isRegExp'],
  Error: [new RangeError(), 'isNativeError'],
  Promise: [Promise.resolve(), 'isPromise'],
  Proxy: [new Proxy(new Map(), {}), 'isProxy'],
  Map: [new Map(), 'isMap'],
  MapIterator: [new Map().keys(), 'isMapIterator'],
  Set: [new Set(), 'isSet'],
  SetIterator: [new Set().values(), 'isSetIterator'],
  WeakMap: [new WeakMap(), 'isWeakMap'],
  WeakSet: [new WeakSet(), 'isWeakSet'],
  WeakRef: [new WeakRef({}), ''],
  Uint8Array: [new Uint8Array(), 'isUint8Array isTypedArray isArrayBufferView'],
  Uint8ClampedArray: [new Uint8ClampedArray(), 'isUint8ClampedArray isTypedArray isArrayBufferView'],
  Uint16Array: [new Uint16Array(), 'isUint16Array isTypedArray isArrayBufferView'],
  Uint32Array: [new Uint32Array(), 'isUint32Array isTypedArray isArrayBufferView'],
  Int8Array: [new Int8Array(), 'isInt8Array isTypedArray isArrayBufferView'],
  Int16Array: [new Int16Array(), 'isInt16Array isTypedArray isArrayBufferView'],
  Int32Array: [new Int32Array(), 'isInt32Array isTypedArray isArrayBufferView'],
  Float32Array: [new Float32Array(), 'isFloat32Array isTypedArray isArrayBufferView'],
  Float64Array: [new Float64Array(), 'isFloat64Array isTypedArray isArrayBufferView'],
  BigInt64Array: [new BigInt64Array(), 'isBigInt64Array isTypedArray isArrayBufferView'],
  BigUint64Array: [new BigUint64Array(), 'isBigUint64Array isTypedArray isArrayBufferView'],
  text: ['x', ''], number: [1, ''], nothing: [undefined, ''], null: [null, ''],
})`;

const predicates = Object.keys(types).filter((name) => /^is/.test(name));
assert.ok(predicates.length >= 42, `${predicates}`);
const trueOf = (value) => predicates.filter((name) => types[name](value)).sort();

for (const values of [eval(table), vm.runInNewContext(table)]) {
  for (const [kind, [value, expected]] of Object.entries(values)) {
    const wanted = expected.split(' ').filter(Boolean).sort();
    assert.deepStrictEqual(trueOf(value), wanted, kind);
    if (kind === 'Proxy' || value === null || !/object|function/.test(typeof value)) continue;
    // Another prototype and another tag change nothing; nor does an object become what its prototype belongs to.
    const prototype = Object.getPrototypeOf(value);
    assert.deepStrictEqual(trueOf(Object.create(prototype)), [], `made of the prototype of ${kind}`);
    Object.setPrototypeOf(value, null);
    Object.defineProperty(value, Symbol.toStringTag, { __proto__: null, value: 'Map' });
    assert.deepStrictEqual(trueOf(value), wanted, `${kind} without its prototype`);
  }
}

// The objects of rooms have predicates, too.
const { createSecretKey } = require('node:crypto');
assert.deepStrictEqual(trueOf(createSecretKey(Buffer.from('key'))), ['isKeyObject']);
assert.deepStrictEqual(trueOf(require('node:path')), []);
(async () => { assert.deepStrictEqual(trueOf(await import('node:path')), ['isModuleNamespaceObject']); })()
  .then(require('../../../test/_finish').once(() => {}));
