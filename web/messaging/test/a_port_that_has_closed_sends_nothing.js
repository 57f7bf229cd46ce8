'use strict';
// postMessage() returns true while the port can send, undefined once it was closed or transferred.
const assert = require('node:assert');
const { MessageChannel } = require('node:worker_threads');

const first = new MessageChannel();
assert.strictEqual(first.port1.postMessage(1), true);
assert.strictEqual(first.port1.postMessage({ a: 1 }), true);
first.port1.close();
assert.strictEqual(first.port1.postMessage(1), undefined);
assert.strictEqual(first.port1.postMessage({ a: 1 }), undefined);

const second = new MessageChannel();
const third = new MessageChannel();
assert.strictEqual(second.port1.postMessage(third.port1, [third.port1]), true);
assert.strictEqual(third.port1.postMessage(1), undefined);
assert.strictEqual(third.port2.postMessage(1), true);
second.port1.close();
