'use strict';
// eddy only: what is wrong is told at another moment on Node.
// A getter of the message detaches a buffer, or sends a port elsewhere, that the message itself transfers.
const assert = require('node:assert');
const finish = require('../../../test/_finish');

for (const clone of [(value, transfer) => structuredClone(value, { transfer }), (value, transfer) => {
  const { port1 } = new MessageChannel();
  try {
    port1.postMessage(value, transfer);
  } finally {
    port1.close();
  }
}]) {
  const buffer = new ArrayBuffer(64);
  assert.throws(() => clone({
    view: new Uint8Array(buffer, 8, 16),
    get gone() { return structuredClone(buffer, { transfer: [buffer] }); },
  }, [buffer]), { name: 'DataCloneError' });
}

// A port that was sent elsewhere meanwhile: the message has one that closes, the other receives.
const { port1, port2 } = new MessageChannel();
const elsewhere = new MessageChannel();
let cloned;
try {
  cloned = structuredClone({ get gone() { elsewhere.port1.postMessage(port2, [port2]); return 1; }, port2 }, { transfer: [port2] });
} catch (error) {
  assert.strictEqual(error.name, 'DataCloneError');
}
if (cloned !== undefined) cloned.port2.on('close', finish.once(() => {}));
elsewhere.port2.on('message', finish.once((received) => {
  received.on('message', finish.once((text) => {
    assert.strictEqual(text, 'still here');
    port1.close();
    elsewhere.port1.close();
  }));
  port1.postMessage('still here');
}));
