'use strict';
// init, before, after and destroy of each resource in order; trigger ids name the resource that was running.
const assert = require('assert');
const finish = require('../../../test/_finish');
const { createHook, executionAsyncId, triggerAsyncId, executionAsyncResource, AsyncResource } = require('async_hooks');

const events = [];
const types = new Map();
const hook = createHook({
  init(id, type, trigger) { types.set(id, { type, trigger }); events.push(`init ${type}`); },
  before(id) { events.push(`before ${types.get(id)?.type}`); },
  after(id) { events.push(`after ${types.get(id)?.type}`); },
  destroy(id) { events.push(`destroy ${types.get(id)?.type}`); },
}).enable();

const idOf = (type) => [...types].filter(([, known]) => known.type === type).map(([id]) => id);

finish(async () => {
  assert.strictEqual(executionAsyncId() > 0, true);
  const here = executionAsyncId();

  const resource = new AsyncResource('MINE');
  assert.strictEqual(resource.asyncId() > here, true);
  assert.strictEqual(resource.triggerAsyncId(), here);
  const result = resource.runInAsyncScope(function(a, b) {
    assert.strictEqual(executionAsyncId(), resource.asyncId());
    assert.strictEqual(triggerAsyncId(), here);
    assert.strictEqual(executionAsyncResource(), resource);
    return [this.me, a, b];
  }, { me: 1 }, 2, 3);
  assert.deepStrictEqual(result, [1, 2, 3]);
  assert.strictEqual(executionAsyncId(), here);
  assert.throws(() => resource.runInAsyncScope(() => { throw new TypeError('in'); }), { message: 'in' });
  assert.strictEqual(executionAsyncId(), here);
  resource.emitDestroy();
  assert.throws(() => new AsyncResource(''), { code: 'ERR_ASYNC_TYPE' });
  assert.throws(() => new AsyncResource('X', { triggerAsyncId: -2 }), { code: 'ERR_INVALID_ASYNC_ID' });
  assert.strictEqual(new AsyncResource('X', { triggerAsyncId: 7 }).triggerAsyncId(), 7);

  await new Promise((done) => setImmediate(done)); // destroy events come in an immediate; a timer might be due before it
  await new Promise((done) => {
    setTimeout(() => {
      const [timeout] = idOf('Timeout').slice(-1);
      assert.strictEqual(executionAsyncId(), timeout);
      setImmediate(() => {
        assert.strictEqual(triggerAsyncId(), timeout);
        assert.strictEqual(executionAsyncId() > timeout, true);
        done();
      });
    }, 1);
  });
  await new Promise((done) => setImmediate(done));
  hook.disable();
  const mine = events.filter((event) => / (MINE|Timeout)$/.test(event));
  assert.deepStrictEqual(mine, [
    'init MINE', 'before MINE', 'after MINE', 'before MINE', 'after MINE', 'destroy MINE', 'init Timeout', 'before Timeout',
    'after Timeout', 'destroy Timeout',
  ]);
  const before = events.length;
  setImmediate(() => {});
  assert.strictEqual(events.length, before); // disabled
});
