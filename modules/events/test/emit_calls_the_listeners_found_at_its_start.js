'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(45);
const EventEmitter = require('node:events');

// Listeners added or removed while an event is emitted count from the next emit on.
{
  const ee = new EventEmitter();
  const seen = [];
  const third = () => seen.push('third');
  const second = () => seen.push('second');
  ee.on('x', function first() {
    seen.push('first');
    ee.off('x', second);
    ee.off('x', first);
    ee.on('x', third);
    ee.prependListener('x', () => seen.push('zeroth'));
  });
  ee.on('x', second);
  assert.strictEqual(ee.emit('x'), true);
  assert.deepStrictEqual(seen, ['first', 'second']);
  seen.length = 0;
  ee.emit('x');
  assert.deepStrictEqual(seen, ['zeroth', 'third']);
}

// removeAllListeners within an emit lets the running emit finish its list.
{
  const ee = new EventEmitter();
  let calls = 0;
  for (let i = 0; i < 3; i++) ee.on('x', () => { calls++; ee.removeAllListeners(); });
  ee.emit('x');
  assert.strictEqual(calls, 3);
  assert.strictEqual(ee.emit('x'), false);
}

// Nested emits of the same event, with removal at every level.
{
  const ee = new EventEmitter();
  const seen = [];
  ee.once('x', () => { seen.push('a'); ee.emit('x'); });
  ee.once('x', () => { seen.push('b'); ee.emit('x'); });
  ee.once('x', () => { seen.push('c'); });
  ee.emit('x');
  assert.deepStrictEqual(seen, ['a', 'b', 'c']);
  assert.deepStrictEqual(ee.eventNames(), []);
}

// Every number of arguments arrives, with one and with two listeners, and `this` is the emitter.
for (const listeners of [1, 2]) {
  for (let n = 0; n < 7; n++) {
    const ee = new EventEmitter();
    const got = [];
    for (let i = 0; i < listeners; i++) ee.on('x', function(...args) { assert.strictEqual(this, ee); got.push(args); });
    const args = Array.from({ length: n }, (_, i) => i);
    ee.emit('x', ...args);
    assert.deepStrictEqual(got, Array(listeners).fill(args));
  }
}

// What a listener throws goes to the caller of emit, and the emitter still works.
{
  const ee = new EventEmitter();
  let second = 0;
  const bad = () => { throw new Error('bad'); };
  ee.on('x', bad);
  ee.on('x', () => second++);
  assert.throws(() => ee.emit('x'), /^Error: bad$/);
  ee.off('x', bad);
  assert.strictEqual(ee.emit('x'), true);
  assert.strictEqual(second, 1);
}
