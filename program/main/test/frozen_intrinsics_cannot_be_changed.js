// Flags: --frozen-intrinsics
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(13);

assert.throws(() => { Array.prototype.x = 1; }, TypeError);
assert.throws(() => { Array.prototype.map = 1; }, { message: "Cannot assign to read only property 'map' of object ''" });
assert.throws(() => { Promise.resolve = 1; }, {
  message: "Cannot assign to read only property 'resolve' of function 'function Promise() { [native code] }'",
});
assert.throws(() => { Object.getPrototypeOf([][Symbol.iterator]()).next = 1; }, TypeError);
assert.throws(() => { Object.getPrototypeOf(function* () {}).x = 1; }, TypeError);
assert.throws(() => { Math.more = 1; }, TypeError);
assert.throws(() => { console.log = 1; }, TypeError);
assert.throws(() => { globalThis.globalThis = 1; }, TypeError);

// What inherits can still have its own.
const own = {};
own.toString = () => 'own';
assert.strictEqual(`${own}`, 'own');
assert.ok(Object.keys(own).includes('toString'));
class List extends Array {}
List.prototype.map = () => 7;
assert.strictEqual(new List().map(), 7);
function named() {}
named.toString = () => 'named';
assert.strictEqual(String(named), 'named');
const error = new Error('first');
error.message = 'second';
error.name = 'Other';
assert.strictEqual(String(error), 'Other: second');

// The console counts and times as before.
console.count();
console.time('t');
console.timeEnd('t');
