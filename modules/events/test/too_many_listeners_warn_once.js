'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(12);
const EventEmitter = require('node:events');

const warnings = [];
process.on('warning', (warning) => {
  if (warning.name === 'MaxListenersExceededWarning') warnings.push(warning);
});

class Source extends EventEmitter {}
const source = new Source();
for (let i = 0; i < 12; i++) source.on('tick', () => {});
const limited = new EventEmitter().setMaxListeners(1);
const symbol = Symbol('s');
limited.on(symbol, () => {}).prependListener(symbol, () => {}).on(symbol, () => {});
const free = new EventEmitter().setMaxListeners(0);
for (let i = 0; i < 100; i++) free.on('tick', () => {});

setImmediate(() => {
  assert.deepStrictEqual(warnings.map((w) => w.message), [
    'Possible EventEmitter memory leak detected. 11 tick listeners added to [Source]. MaxListeners is 10. ' +
    'Use emitter.setMaxListeners() to increase limit',
    'Possible EventEmitter memory leak detected. 2 Symbol(s) listeners added to [EventEmitter]. MaxListeners is 1. ' +
    'Use emitter.setMaxListeners() to increase limit',
  ]);
  const [warning] = warnings;
  assert.strictEqual(warning.name, 'MaxListenersExceededWarning');
  assert.strictEqual(warning.emitter, source);
  assert.strictEqual(warning.type, 'tick');
  assert.strictEqual(warning.count, 11);
  assert.strictEqual(source._events.tick.warned, true);
});

assert.throws(() => source.setMaxListeners(-1), {
  code: 'ERR_OUT_OF_RANGE', message: 'The value of "setMaxListeners" is out of range. It must be >= 0. Received -1',
});
assert.throws(() => { EventEmitter.defaultMaxListeners = NaN; }, { code: 'ERR_OUT_OF_RANGE' });
assert.strictEqual(EventEmitter.getMaxListeners(limited), 1);
EventEmitter.setMaxListeners(3, limited, free);
assert.deepStrictEqual([limited.getMaxListeners(), free.getMaxListeners()], [3, 3]);
EventEmitter.setMaxListeners(20);
assert.strictEqual(EventEmitter.defaultMaxListeners, 20);
assert.strictEqual(source.getMaxListeners(), 20);
EventEmitter.defaultMaxListeners = 10;
