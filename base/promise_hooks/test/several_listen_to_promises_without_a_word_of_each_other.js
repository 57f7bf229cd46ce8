'use strict';
// V8 has one set of promise hooks: listeners come and go one by one, and each hears each promise once, in V8's order.
const assert = require('assert');
const finish = require('../../../test/_finish');
const { promiseHooks } = require('v8');
const { createHook } = require('async_hooks');

const one = [];
const two = [];
const seen = new Map();
const name = (promise) => seen.get(promise) ?? '?';
const stopOne = promiseHooks.createHook({
  init(promise, parent) { seen.set(promise, `p${seen.size}`); one.push(`init ${name(promise)} of ${parent ? name(parent) : 'nobody'}`); },
  before(promise) { one.push(`before ${name(promise)}`); },
  after(promise) { one.push(`after ${name(promise)}`); },
  settled(promise) { one.push(`settled ${name(promise)}`); },
});
const stopTwo = promiseHooks.onSettled((promise) => { two.push(name(promise)); });
const ids = [];
const hook = createHook({ init(id, type) { if (type === 'PROMISE') ids.push(id); } }).enable();

let settle;
const first = new Promise((resolve) => { settle = resolve; });
const second = first.then(() => 'value');
settle();
stopTwo();
stopTwo(); // twice is once
hook.disable();
queueMicrotask(finish.once(() => {
  stopOne();
  Promise.resolve();
  assert.deepStrictEqual(one, ['init p0 of nobody', 'init p1 of p0', 'settled p0', 'before p1', 'settled p1', 'after p1']);
  assert.deepStrictEqual(two, ['p0']);
  assert.strictEqual(ids.length, 2);
  for (const bad of [1, {}, 'x', null]) {
    assert.throws(() => promiseHooks.onInit(bad), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  assert.throws(() => promiseHooks.onBefore(async () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.strictEqual(second instanceof Promise, true);
}));
