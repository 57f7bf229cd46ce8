'use strict';
// What is sent to a port while it delivers comes before the rest of the loop, 1,000 messages in all, as on Node.
const assert = require('node:assert');
const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const LAST = 2500;

function ping() {
  const { port1, port2 } = new MessageChannel();
  const log = [];
  port2.on('message', finish.some((number) => {
    if (number === 0) setImmediate(() => { log.push(`immediate behind ${port2.last}`); });
    if (number === 1200) process.nextTick(() => { log.push(`tick behind ${port2.last}`); });
    port2.last = number;
    if (number < LAST) {
      if (number % 2) port1.postMessage(number + 1);
      else Promise.resolve().then(() => { port1.postMessage(number + 1); });
      return;
    }
    assert.deepStrictEqual(log, ['immediate behind 999', 'tick behind 1200']);
    port1.close();
  }));
  port2.on('close', finish.once(pause));
  port1.postMessage(0);
}

/** A port that is stopped within a delivery keeps what has come, and what comes, for when it is started again. */
function pause() {
  const { port1, port2 } = new MessageChannel();
  const seen = [];
  const first = finish.times(2, (text) => {
    seen.push(text);
    if (text !== 'b') return;
    port1.postMessage('d');
    port2.off('message', first);
    setImmediate(() => {
      port2.on('message', finish.times(3, (later) => {
        seen.push(later);
        if (later === 'c') port1.postMessage('e');
        if (later !== 'e') return;
        assert.deepStrictEqual(seen, ['a', 'b', 'c', 'd', 'e']);
        port2.close();
        close();
      }));
    });
  });
  port2.on('message', first);
  for (const text of ['a', 'b', 'c']) port1.postMessage(text);
}

/** What came before close() is delivered, what comes behind it is not. */
function close() {
  const { port1, port2 } = new MessageChannel();
  const seen = [];
  port2.on('message', finish.times(3, (number) => {
    seen.push(number);
    if (number === 0) {
      port1.postMessage(1);
      assert.strictEqual(receiveMessageOnPort(port2).message, 1);
      port1.postMessage(2);
      port1.postMessage(3);
    }
    if (number === 2) port2.close();
  }));
  port2.on('close', finish.once(() => { assert.deepStrictEqual(seen, [0, 2, 3]); }));
  port1.postMessage(0);
}

ping();
