'use strict';
// A port that was closed delivers nothing that waits for a turn of the loop, though receiveMessageOnPort() still takes it; its
// 'close' comes in the loop's close phase, behind immediates, and the other side's after it.
const assert = require('node:assert');
const { once } = require('node:events');
const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const finish = require('../../../test/_finish');

function watched() {
  const { port1, port2 } = new MessageChannel();
  port2.ref(); // until it has heard of the end
  const log = [];
  const ended = new Promise((resolve) => {
    for (const [name, port] of [['one', port1], ['two', port2]]) {
      port.on('close', () => {
        log.push(`close ${name}`);
        if (log.filter((entry) => `${entry}`.startsWith('close')).length === 2) resolve(log);
      });
    }
  });
  return { port1, port2, log, ended };
}

async function dropsWhatCame() {
  const { port1, port2, log, ended } = watched();
  port1.on('message', (message) => log.push(message));
  port2.on('message', (message) => log.push(`two got ${message}`));
  port2.postMessage('lost');
  port1.postMessage('sent');
  port1.close();
  setImmediate(() => log.push('immediate'));
  assert.deepStrictEqual(await ended, ['two got sent', 'immediate', 'close one', 'close two']);
}

async function deliversWhatItIsIn() {
  const { port1, port2, log, ended } = watched();
  for (let i = 1; i <= 3; i++) port2.postMessage(i);
  port1.on('message', (message) => {
    log.push(message);
    port1.close(); // those that were taken together come all the same
  });
  assert.deepStrictEqual(await ended, [1, 2, 3, 'close one', 'close two']);
}

async function canStillBeReceived() {
  const { port1, port2 } = new MessageChannel();
  port2.postMessage('kept');
  port1.close();
  assert.deepStrictEqual(receiveMessageOnPort(port1), { message: 'kept' });
  assert.strictEqual(receiveMessageOnPort(port1), undefined);
  await once(port1, 'close');
}

finish(async () => {
  await dropsWhatCame();
  await deliversWhatItIsIn();
  await canStillBeReceived();
});
