'use strict';
// Synchronous: no message is waited for
const assert = require('node:assert');

const listener = () => {};
const states = [
  ['made', () => {}, false],
  ['on', (port) => port.on('message', listener), true],
  ['a second', (port) => port.on('message', () => {}), true],
  ['one removed', (port) => port.off('message', listener), true],
  ['all removed at once', (port) => port.removeAllListeners('message'), true],
  ['unref', (port) => port.unref(), false],
  ['once', (port) => port.once('message', listener), true],
  ['off', (port) => port.off('message', listener), false],
  ['onmessage', (port) => { port.onmessage = listener; }, true],
  ['no onmessage', (port) => { port.onmessage = null; }, false],
  ['addEventListener', (port) => port.addEventListener('message', listener), true],
  ['removeEventListener', (port) => port.removeEventListener('message', listener), false],
  ['other events', (port) => { port.on('messageerror', listener); port.on('close', listener); }, false],
  ['start', (port) => port.start(), false],
  ['ref', (port) => port.ref(), true],
];
const { port1 } = new MessageChannel();
for (const [name, act, expected] of states) {
  act(port1);
  assert.strictEqual(port1.hasRef(), expected, name);
}
port1.close();
