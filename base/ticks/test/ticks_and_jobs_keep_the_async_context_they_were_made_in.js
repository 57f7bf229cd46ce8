'use strict';
const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const finish = require('../../../test/_finish');

const storage = new AsyncLocalStorage();
const seen = {};
const note = (name) => () => { seen[name] = storage.getStore(); };
storage.run('inside', () => {
  process.nextTick(note('tick'));
  queueMicrotask(note('microtask'));
  Promise.resolve().then(note('job'));
  setTimeout(note('timeout'), 1);
  setImmediate(note('immediate'));
  (async () => {
    await null;
    note('await')();
  })();
});
process.nextTick(note('outside'));
finish.atExit(() => assert.deepStrictEqual(seen, {
  tick: 'inside', outside: undefined, microtask: 'inside', job: 'inside', await: 'inside',
  timeout: 'inside', immediate: 'inside',
}));
