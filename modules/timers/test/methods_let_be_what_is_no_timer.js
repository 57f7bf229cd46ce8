'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const { refresh, ref, unref, close, hasRef, [Symbol.dispose]: dispose, [Symbol.toPrimitive]: toPrimitive } =
  Object.getPrototypeOf(setTimeout(() => {}, 1));
const immediates = Object.getPrototypeOf(setImmediate(() => {}));

for (const make of [() => ({}), () => Object.create(Object.getPrototypeOf(setTimeout(() => {}, 1)))]) {
  const receiver = make();
  for (const method of [refresh, ref, unref, close]) assert.strictEqual(method.call(receiver), receiver);
  assert.ok(!hasRef.call(receiver));
  assert.strictEqual(dispose.call(make()), undefined);
  assert.strictEqual(toPrimitive.call(make()), undefined);
}
assert.strictEqual(close.call(null), null);
assert.strictEqual(dispose.call(null), undefined);
for (const receiver of [{}, Object.create(immediates), null]) immediates[Symbol.dispose].call(receiver);
for (const method of [immediates.ref, immediates.unref]) {
  const receiver = {};
  assert.strictEqual(method.call(receiver), receiver);
}

// What has what a timer has runs once, as one.
const lookAlike = { _idleTimeout: 1, _onTimeout: finish.once(() => {}) };
refresh.call(lookAlike);

// A program may write another number of milliseconds.
const moved = setTimeout(finish.once(() => {}), 600_000);
moved._idleTimeout = 2;
moved.refresh();

// The others still come.
setTimeout(finish.once(() => {}), 5);
setImmediate(finish.once(() => {}));
