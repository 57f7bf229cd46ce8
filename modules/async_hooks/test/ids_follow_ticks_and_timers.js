'use strict';
const assert = require('node:assert');
const { createHook, executionAsyncId, triggerAsyncId, executionAsyncResource } = require('node:async_hooks');
const finish = require('../../../test/_finish');

const types = new Map();
const hook = createHook({ init(id, type, trigger, resource) { types.set(id, { type, trigger, resource }); } }).enable();
const ran = [];

function check(type, trigger) {
  const id = executionAsyncId();
  const known = types.get(id);
  assert.strictEqual(known.type, type);
  assert.strictEqual(known.trigger, trigger);
  assert.strictEqual(triggerAsyncId(), trigger);
  assert.strictEqual(executionAsyncResource(), known.resource);
  ran.push(type);
  return id;
}

process.nextTick(() => {
  const id = check('TickObject', 1);
  process.nextTick(() => check('TickObject', id));
});
setTimeout(() => {
  const id = check('Timeout', 1);
  setImmediate(() => {
    check('Immediate', id);
    hook.disable();
  });
}, 1);
queueMicrotask(() => check('Microtask', 1));

finish.atExit(() => assert.deepStrictEqual(ran.sort(), ['Immediate', 'Microtask', 'TickObject', 'TickObject', 'Timeout']));
