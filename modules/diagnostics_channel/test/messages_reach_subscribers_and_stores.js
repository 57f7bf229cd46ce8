'use strict';
const assert = require('node:assert');
const dc = require('node:diagnostics_channel');
const { AsyncLocalStorage } = require('node:async_hooks');
const finish = require('../../../test/_finish');

const symbol = Symbol('s');
const channel = dc.channel('a');
assert.strictEqual(dc.channel('a'), channel);
assert.strictEqual(dc.channel(symbol).name, symbol);
assert.ok(channel instanceof dc.Channel);
assert.deepStrictEqual([channel.hasSubscribers, dc.hasSubscribers('a'), dc.hasSubscribers('never')], [false, false, false]);
channel.publish('nobody');

const called = dc.channel('called');
called.subscribe(finish.once(function() { assert.strictEqual(this, undefined); }));
called.publish('without a receiver');

const seen = [];
const uncaught = [];
process.on('uncaughtException', (err) => uncaught.push(err.message));
const first = (message, name) => {
  seen.push(['first', message, name]);
  channel.unsubscribe(first);
  channel.subscribe(() => seen.push('late'));
  throw new Error('first');
};
const second = (message) => seen.push(['second', message]);
channel.subscribe(first);
dc.subscribe('a', second);
assert.strictEqual(dc.hasSubscribers('a'), true);
channel.publish(1);
assert.deepStrictEqual(seen.splice(0), [['first', 1, 'a'], ['second', 1]]);
channel.publish(2);
assert.deepStrictEqual(seen.splice(0), [['second', 2], 'late']);
assert.strictEqual(dc.unsubscribe('a', second), true);
assert.strictEqual(dc.unsubscribe('a', second), false);

// Stores.
const plain = new AsyncLocalStorage();
const mapped = new AsyncLocalStorage();
const broken = new AsyncLocalStorage();
const stores = dc.channel('b');
stores.bindStore(plain);
stores.bindStore(mapped, (data) => ({ data }));
stores.bindStore(broken, () => { throw new Error('transform'); });
stores.subscribe((message) => assert.strictEqual(plain.getStore(), message));
const result = stores.runStores('x', function(...args) {
  return [this.me, ...args, plain.getStore(), mapped.getStore(), broken.getStore()];
}, { me: 1 }, 2, 3);
assert.deepStrictEqual(result, [1, 2, 3, 'x', { data: 'x' }, undefined]);
assert.strictEqual(plain.getStore(), undefined);
assert.deepStrictEqual([stores.unbindStore(plain), stores.unbindStore(plain)], [true, false]);
finish.atExit(() => assert.deepStrictEqual(uncaught, ['first', 'transform']));

for (const bad of [undefined, 1, {}]) {
  assert.throws(() => dc.channel(bad), { code: 'ERR_INVALID_ARG_TYPE' });
}
assert.throws(() => channel.subscribe(1), {
  code: 'ERR_INVALID_ARG_TYPE', message: 'The "subscription" argument must be of type function. Received type number (1)',
});
