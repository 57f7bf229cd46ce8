'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(11);
const EventEmitter = require('node:events');

const ee = new EventEmitter();
const err = new Error('boom');
assert.throws(() => ee.emit('error', err), (thrown) => thrown === err);
for (const [value, shown] of [[undefined, 'undefined'], [null, 'null'], [1, '1'], ['s', "'s'"], [{ a: 1 }, '{ a: 1 }']]) {
  assert.throws(() => ee.emit('error', value), {
    name: 'Error', code: 'ERR_UNHANDLED_ERROR', message: `Unhandled error. (${shown})`, context: value,
  });
}
assert.throws(() => ee.emit('error'), { code: 'ERR_UNHANDLED_ERROR', message: 'Unhandled error. (undefined)' });

// A monitor sees the error first and does not consume it.
const order = [];
ee.on(EventEmitter.errorMonitor, (e) => order.push(['monitor', e]));
assert.throws(() => ee.emit('error', err), (thrown) => thrown === err);
ee.once('error', (e) => order.push(['listener', e]));
assert.strictEqual(ee.emit('error', err), true);
assert.deepStrictEqual(order, [['monitor', err], ['monitor', err], ['listener', err]]);

// Without _events at all.
assert.throws(() => EventEmitter.prototype.emit.call({}, 'error', err), (thrown) => thrown === err);
