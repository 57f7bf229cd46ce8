'use strict';
// eddy only: Node has no order between ports.
// A port that delivers what comes meanwhile lets messages pass that another port of its thread got before.
const assert = require('node:assert');
const { MessageChannel } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const a = new MessageChannel();
const b = new MessageChannel();
const log = [];

a.port2.on('message', finish.times(4, (text) => {
  log.push(text);
  if (text !== 'a1' && text !== 'a2') return;
  b.port1.postMessage(`b behind ${text}`);
  a.port1.postMessage(text === 'a1' ? 'a2' : 'a3');
  if (text === 'a2') a.port1.postMessage('a4');
}));
b.port2.on('message', finish.times(2, (text) => {
  log.push(text);
  if (text !== 'b behind a2') return;
  setImmediate(finish.once(() => {
    assert.deepStrictEqual(log, ['a1', 'b behind a1', 'a2', 'b behind a2', 'a3', 'a4']);
    a.port1.close();
    b.port1.close();
  }));
}));
a.port1.postMessage('a1');
