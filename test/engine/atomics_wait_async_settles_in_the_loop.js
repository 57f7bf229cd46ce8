'use strict';
// A notified or timed-out wait is a callback of the loop; waiting alone does not hold the program.
const assert = require('node:assert');
const finish = require('../_finish');

const memory = new Int32Array(new SharedArrayBuffer(8));
const log = [];

Atomics.waitAsync(memory, 0, 0).value.then((outcome) => {
  log.push(outcome);
  process.nextTick(() => log.push('tick'));
  Promise.resolve().then(() => log.push('job'));
});
const held = setTimeout(() => assert.fail('never timed out'), 50_000);
setTimeout(() => {
  assert.strictEqual(Atomics.notify(memory, 0), 1);
  finish.until(() => log.length >= 3).then(() => {
    assert.deepStrictEqual(log, ['ok', 'job', 'tick']);
    Atomics.waitAsync(memory, 0, 0, 5).value.then((outcome) => {
      log.push(outcome);
      clearTimeout(held);
    });
  });
}, 1);

Atomics.waitAsync(memory, 1, 0).value.then(() => assert.fail('nobody notified it'));
finish.atExit(() => assert.strictEqual(log.at(-1), 'timed-out'));
