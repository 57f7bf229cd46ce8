'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(5);
const EventEmitter = require('node:events');

const log = [];
const a = () => {};
const b = () => {};
const ee = new EventEmitter();
ee.on('newListener', (type, listener) => log.push(['new', type, listener, ee.listenerCount(type)]));
ee.on('x', a);
ee.once('x', b);
ee.on('removeListener', (type, listener) => log.push(['removed', type, listener, ee.listenerCount(type)]));
ee.off('x', a);
ee.emit('x');
assert.deepStrictEqual(log.filter(([, type]) => type === 'x'), [
  ['new', 'x', a, 0],
  ['new', 'x', b, 1],
  ['removed', 'x', a, 1],
  ['removed', 'x', b, 0],
]);

// A listener added within 'newListener' comes before the one being added.
const order = [];
const nested = new EventEmitter();
nested.once('newListener', () => nested.on('x', () => order.push('inner')));
nested.on('x', () => order.push('outer'));
nested.emit('x');
assert.deepStrictEqual(order, ['inner', 'outer']);

// removeAllListeners goes from the newest to the oldest, and 'removeListener' goes last.
const gone = [];
const all = new EventEmitter();
const first = () => {};
const second = () => {};
all.on('removeListener', (type, listener) => gone.push([type, listener]));
all.on('y', first);
all.on('y', second);
all.on('z', first);
assert.strictEqual(all.removeAllListeners(), all);
assert.deepStrictEqual(gone, [['y', second], ['y', first], ['z', first]]);
assert.strictEqual(all.listenerCount('removeListener'), 0);
