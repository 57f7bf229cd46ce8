'use strict';
const assert = require('node:assert');
const { record } = require('./_trace');

const { events, stderr } = record(['--trace-event-categories', 'node.async_hooks'], 'setTimeout(() => {}, 1);');
assert.strictEqual(stderr, '');
const timeout = events.filter(({ name }) => name.startsWith('Timeout'));
assert.deepStrictEqual(timeout.map(({ ph, name }) => `${ph} ${name}`),
                       ['b Timeout', 'b Timeout_CALLBACK', 'e Timeout_CALLBACK', 'e Timeout']);
assert.strictEqual(new Set(timeout.map(({ id }) => id)).size, 1);
assert.ok(timeout.every(({ cat }) => cat === 'node,node.async_hooks'));
const { executionAsyncId, triggerAsyncId } = timeout[0].args.data;
assert.ok(executionAsyncId > 0 && triggerAsyncId > 0);

// From where it is turned on to where it is turned off.
const some = record([], `
  const tracing = require('trace_events').createTracing({ categories: ['node.async_hooks'] });
  process.nextTick(() => {});
  tracing.enable();
  setImmediate(() => {
    tracing.disable();
    setTimeout(() => {}, 1);
  });
`);
assert.deepStrictEqual(some.events.map(({ ph, name }) => `${ph} ${name}`).filter((line) => /Immediate|Timeout|Tick/.test(line)),
                       ['b Immediate', 'b Immediate_CALLBACK']);
