'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const three = `const { parentPort } = require('node:worker_threads');
for (const step of [1, 2, 3]) parentPort.postMessage(step);
parentPort.once('message', () => {});`;

async function severalTurns() {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => { setTimeout(resolve, 1); });
}

finish(async () => {
  const worker = new Worker(three, { eval: true });
  for (const step of [1, 2, 3]) {
    assert.deepStrictEqual(await once(worker, 'message'), [step]);
    await severalTurns();
  }
  // One that is removed leaves the rest for the next.
  const second = new Worker(three, { eval: true });
  const seen = [];
  await new Promise((resolve) => {
    second.on('message', function first(message) {
      seen.push(message);
      second.off('message', first);
      severalTurns().then(() => second.on('message', (rest) => { if (seen.push(rest) === 3) resolve(); }));
    });
  });
  assert.deepStrictEqual(seen, [1, 2, 3]);
  // What nobody listened to is emitted before 'exit'.
  const third = new Worker(three, { eval: true });
  const emitted = [];
  third.emit = function(name, ...args) {
    if (name === 'message' || name === 'exit') emitted.push(name);
    return Worker.prototype.emit.call(this, name, ...args);
  };
  const exit = once(third, 'exit');
  for (const one of [worker, second, third]) one.postMessage('end');
  await exit;
  assert.deepStrictEqual(emitted, ['message', 'message', 'message', 'exit']);
});
