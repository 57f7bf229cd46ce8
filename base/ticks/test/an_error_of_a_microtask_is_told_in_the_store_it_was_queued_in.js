'use strict';
const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const finish = require('../../../test/_finish');

const storage = new AsyncLocalStorage();

process.once('uncaughtException', finish.once((error) => {
  assert.strictEqual(error.message, 'thrown');
  assert.strictEqual(storage.getStore(), 'queued in');
  process.nextTick(finish.once(() => assert.strictEqual(storage.getStore(), 'queued in')));
}));
storage.run('queued in', queueMicrotask, () => {
  storage.enterWith('entered');
  throw new Error('thrown');
});
