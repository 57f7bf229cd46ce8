'use strict';
const assert = require('node:assert');
const EventEmitter = require('node:events');
const finish = require('../../../test/_finish');
const { once, on } = EventEmitter;

async function main() {
  const ee = new EventEmitter();
  process.nextTick(() => ee.emit('x', 1, 2));
  assert.deepStrictEqual(await once(ee, 'x'), [1, 2]);
  assert.deepStrictEqual(ee.eventNames(), []);

  const err = new Error('boom');
  process.nextTick(() => ee.emit('error', err));
  await assert.rejects(once(ee, 'x'), (e) => e === err);
  process.nextTick(() => ee.emit('error', err));
  assert.deepStrictEqual(await once(ee, 'error'), [err]);
  assert.deepStrictEqual(ee.eventNames(), []);
  await assert.rejects(once({}, 'x'), {
    code: 'ERR_INVALID_ARG_TYPE',
    message: 'The "emitter" argument must be an instance of EventEmitter. Received an instance of Object',
  });
  await assert.rejects(once(ee, 'x', 1), { code: 'ERR_INVALID_ARG_TYPE' });

  // Events that came before they were awaited are kept in order; 'close' names end the iteration.
  process.nextTick(() => {
    ee.emit('x', 'a');
    ee.emit('x', 'b', 'c');
    ee.emit('end');
    ee.emit('x', 'lost');
  });
  const got = [];
  for await (const args of on(ee, 'x', { close: ['end'] })) got.push(args);
  assert.deepStrictEqual(got, [['a'], ['b', 'c']]);
  assert.deepStrictEqual(ee.eventNames(), []);

  // An error waits behind the events before it.
  const failing = on(ee, 'x');
  ee.emit('x', 1);
  ee.emit('error', err);
  assert.deepStrictEqual(await failing.next(), { value: [1], done: false });
  await assert.rejects(failing.next(), (e) => e === err);
  assert.deepStrictEqual(await failing.next(), { value: undefined, done: true });
  assert.throws(() => failing.throw(), {
    message: 'The "EventEmitter.AsyncIterator" property must be an instance of Error. Received undefined',
  });

  // What is merely like an emitter may lack removeListener.
  const inner = new EventEmitter();
  const like = { on: (...args) => inner.on(...args), once: (...args) => inner.once(...args) };
  const waited = once(like, 'x');
  inner.emit('x', 5);
  assert.deepStrictEqual(await waited, [5]);

  // The marks pause and resume the emitter.
  const calls = [];
  const source = new EventEmitter();
  source.pause = () => calls.push('pause');
  source.resume = () => calls.push('resume');
  const marked = on(source, 'x', { highWaterMark: 2, lowWaterMark: 1 });
  for (let i = 0; i < 3; i++) source.emit('x', i);
  for (let i = 0; i < 3; i++) assert.deepStrictEqual((await marked.next()).value, [i]);
  assert.deepStrictEqual(calls, ['pause', 'resume']);
  await marked.return();
  assert.throws(() => on(ee, 'x', { highWaterMark: 0 }), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => on({}, 'x'), { code: 'ERR_INVALID_ARG_TYPE' });
}

let finished = false;
main().then(() => { finished = true; });
finish.atExit(() => assert.ok(finished));
