'use strict';
// A worker's uncaught error that cannot be copied: its parent gets the text that inspect() gives of it.
const assert = require('node:assert');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

for (const [thrown, text] of [
  ['{ fn() {}, u: undefined }', '{ fn: [Function: fn], u: undefined }'],
  ['function name() {}', '[Function: name]'],
]) {
  const worker = new Worker(`throw ${thrown.startsWith('{') ? `(${thrown})` : thrown}`, { eval: true });
  worker.on('error', finish.once((error) => assert.strictEqual(error, text)));
}
