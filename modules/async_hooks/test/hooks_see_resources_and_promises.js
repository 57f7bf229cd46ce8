'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(26);
const { AsyncResource, createHook, executionAsyncId, triggerAsyncId, executionAsyncResource } = require('node:async_hooks');

assert.deepStrictEqual([executionAsyncId(), triggerAsyncId(), typeof executionAsyncResource()], [1, 0, 'object']);

const log = [];
const mine = new Set();
const hook = createHook({
  init(id, type, trigger, resource) {
    if (type !== 'MINE' && type !== 'PROMISE') return;
    mine.add(id);
    log.push(['init', id, type, trigger, resource]);
  },
  before(id) { if (mine.has(id)) log.push(['before', id]); },
  after(id) { if (mine.has(id)) log.push(['after', id]); },
  destroy(id) { if (mine.has(id)) log.push(['destroy', id]); },
  promiseResolve(id) { if (mine.has(id)) log.push(['resolve', id]); },
});
assert.strictEqual(hook.enable(), hook);

const resource = new AsyncResource('MINE', { requireManualDestroy: true });
const id = resource.asyncId();
assert.ok(id > 1);
assert.strictEqual(resource.triggerAsyncId(), 1);
const result = resource.runInAsyncScope(function(x) {
  assert.strictEqual(executionAsyncId(), id);
  assert.strictEqual(triggerAsyncId(), 1);
  assert.strictEqual(executionAsyncResource(), resource);
  return [this, x];
}, 'self', 'arg');
assert.deepStrictEqual(result, ['self', 'arg']);
assert.throws(() => resource.runInAsyncScope(() => { throw new Error('x'); }), /^Error: x$/);
assert.strictEqual(executionAsyncId(), 1);
assert.strictEqual(resource.emitDestroy(), resource);
assert.deepStrictEqual(log.splice(0), [
  ['init', id, 'MINE', 1, resource], ['before', id], ['after', id], ['before', id], ['after', id],
]);

const first = Promise.resolve(1);
const second = first.then(() => {
  assert.strictEqual(executionAsyncResource(), second);
  log.push(['ran', executionAsyncId()]);
});
const [[, firstId], , [, secondId]] = log;
assert.ok(secondId > firstId);

setImmediate(() => setImmediate(() => {
  hook.disable();
  Promise.resolve();
  assert.deepStrictEqual(log, [
    ['init', firstId, 'PROMISE', 1, first], ['resolve', firstId], ['init', secondId, 'PROMISE', firstId, second],
    ['before', secondId], ['ran', secondId], ['resolve', secondId], ['after', secondId], ['destroy', id],
  ]);
}));

for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
  assert.throws(() => createHook({ [name]: null }), { code: 'ERR_ASYNC_CALLBACK', message: `hook.${name} must be a function` });
}
assert.throws(() => new AsyncResource(), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => new AsyncResource(''), { code: 'ERR_ASYNC_TYPE' });
assert.throws(() => new AsyncResource('x', 0.5), { code: 'ERR_INVALID_ASYNC_ID', message: 'Invalid triggerAsyncId value: 0.5' });
assert.throws(() => AsyncResource.bind(1), { code: 'ERR_INVALID_ARG_TYPE' });

const bound = AsyncResource.bind(function named(a, b) { return [this, a, b]; }, 'T', 'that');
assert.deepStrictEqual([bound.length, bound(1, 2)], [2, ['that', 1, 2]]);
assert.deepStrictEqual(AsyncResource.bind(function() { return this; }).call('own'), 'own');
