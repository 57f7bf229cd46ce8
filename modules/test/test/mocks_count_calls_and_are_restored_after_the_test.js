'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(12);
const { mock, test } = require('node:test');

const object = { factor: 2, times(n) { return n * this.factor; }, size: 5 };
const { times } = object;

test('in a test', (t) => {
  const method = t.mock.method(object, 'times', () => 'mocked');
  assert.strictEqual(object.times(4), 'mocked');
  assert.deepStrictEqual(method.mock.calls[0].arguments, [4]);
  assert.strictEqual(method.mock.calls[0].this, object);
  method.mock.mockImplementationOnce(() => 'once');
  assert.deepStrictEqual([object.times(), object.times()], ['once', 'mocked']);
  const property = t.mock.property(object, 'size', 9);
  assert.strictEqual(object.size, 9);
  assert.strictEqual(property.mock.accessCount(), 1);
}).then(() => {
  assert.strictEqual(object.times, times);
  assert.strictEqual(object.size, 5);
});

test('timers follow the mocked clock', (t) => {
  t.mock.timers.enable({ now: 1000 });
  const order = [];
  setTimeout(() => order.push(`timeout ${Date.now()}`), 50);
  const id = setInterval(() => order.push(`interval ${Date.now()}`), 20);
  t.mock.timers.tick(50);
  clearInterval(id);
  t.mock.timers.tick(100);
  assert.deepStrictEqual(order, ['interval 1050', 'interval 1050', 'timeout 1050']);
  t.mock.timers.reset();
  assert.ok(Date.now() > 1e12);
});

const fn = mock.fn((a) => a + 1, (a) => a - 1, { times: 1 });
assert.deepStrictEqual([fn(1), fn(1)], [0, 2]);
assert.throws(() => mock.method({}, 'missing'), { code: 'ERR_INVALID_ARG_VALUE' });
