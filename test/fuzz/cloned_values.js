'use strict';
// Bytes for V8's deserializer, as v8.deserialize has them; and values made of what comes out, there and back through
// structuredClone and a message port.
const assert = require('node:assert');
const v8 = require('node:v8');
const { MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const { lookAtMemory, offer } = require('./_target');

const { port1, port2 } = new MessageChannel();

function attempt(make) {
  try {
    return { value: make() };
  } catch (error) {
    assert(error instanceof Error || error instanceof DOMException);
    return { error };
  }
}

/** @param {Buffer} input */
async function run(input) {
  const read = attempt(() => v8.deserialize(input));
  if (read.error !== undefined) return;
  const cloned = attempt(() => structuredClone(read.value));
  const sent = attempt(() => {
    port1.postMessage(read.value);
    return receiveMessageOnPort(port2).message;
  });
  assert.strictEqual(sent.error === undefined, cloned.error === undefined);
  if (cloned.error === undefined) {
    assert(v8.serialize(sent.value).equals(v8.serialize(cloned.value)));
  }
  await lookAtMemory();
}

module.exports = { run };
offer(module, run);
