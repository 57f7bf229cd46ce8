'use strict';
// What is more than its properties crosses as what it is: a real instance by its class's own steps, in structuredClone(), over a
// port and to a worker; an object that only has the prototype, as an ordinary object; what may only move, not at all unless it is
// in the transfer list.
const assert = require('node:assert');
const { createSecretKey, createPublicKey, generateKeyPairSync } = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');
const { createHistogram } = require('node:perf_hooks');
const { MessageChannel, Worker, receiveMessageOnPort } = require('node:worker_threads');
const finish = require('../../../test/_finish');

function overPort(value, transfer) {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(value, transfer);
  const { message } = receiveMessageOnPort(port2);
  port1.close();
  return message;
}
const ways = [(value) => structuredClone(value), (value) => overPort(value), (value) => overPort([{ value }])[0].value];

const blockList = new net.BlockList();
blockList.addAddress('10.0.0.1');
const histogram = createHistogram();
histogram.record(5);
const { publicKey } = generateKeyPairSync('ed25519');

// name: [value, what its copy has to show]
const cloneable = {
  Blob: [new Blob(['text'], { type: 'a/b' }), (copy) => assert.deepStrictEqual([copy.size, copy.type], [4, 'a/b'])],
  File: [new File(['text'], 'name'), (copy) => assert.deepStrictEqual([copy.size, copy.name], [4, 'name'])],
  BlockList: [blockList, (copy) => assert.deepStrictEqual([copy.check('10.0.0.1'), copy.check('10.0.0.2')], [true, false])],
  SocketAddress: [new net.SocketAddress({ address: '1.2.3.4', port: 5 }), (copy) => assert.deepStrictEqual([copy.address, copy.port], ['1.2.3.4', 5])],
  SecretKeyObject: [createSecretKey(Buffer.from('key')), (copy) => assert.strictEqual(copy.export().toString(), 'key')],
  PublicKeyObject: [createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), (copy) => assert.strictEqual(copy.equals(publicKey), true)],
  RecordableHistogram: [histogram, (copy) => assert.deepStrictEqual([copy.count, copy.max], [1, 5])],
  DOMException: [new DOMException('text', 'AbortError'), (copy) => assert.deepStrictEqual([copy.name, copy.message, copy.code], ['AbortError', 'text', 20])],
};

function copies() {
  let count = 0;
  for (const [name, [value, check]] of Object.entries(cloneable)) {
    for (const clone of ways) {
      const copy = clone(value);
      assert.notStrictEqual(copy, value);
      assert.ok(value.constructor.name.endsWith(copy.constructor.name), name);
      check(copy);
      count++;
    }
    const fake = Object.create(Object.getPrototypeOf(value));
    if (name !== 'DOMException') { // Node has no private part to look for
      const copy = structuredClone(fake);
      assert.deepStrictEqual([Object.getPrototypeOf(copy), Object.keys(copy)], [Object.prototype, []], `made of ${name}.prototype`);
    }
  }
  assert.strictEqual(count, 24);
  // A subclass's instances come as the class's.
  class Mine extends Blob { more() { return 'more'; } }
  assert.strictEqual(Object.getPrototypeOf(structuredClone(new Mine(['x']))), Blob.prototype);
}

const missing = { name: 'DataCloneError', message: 'Object that needs transfer was found in message but not listed in transferList' };

async function whatMayOnlyMove() {
  const movable = { port: new MessageChannel().port1, readable: new ReadableStream(), writable: new WritableStream(), transform: new TransformStream() };
  for (const [name, value] of Object.entries(movable)) {
    assert.throws(() => structuredClone({ value }), missing, name);
    const moved = structuredClone({ value }, { transfer: [value] }).value;
    assert.strictEqual(moved.constructor, value.constructor, name);
    assert.throws(() => structuredClone(value, { transfer: [value, value] }), { name: 'DataCloneError' }, name);
    if (name === 'port') moved.close();
  }
  const handle = await fs.promises.open(__filename);
  assert.throws(() => structuredClone(handle), missing);
  const { fd } = handle;
  const moved = overPort(handle, [handle]);
  assert.deepStrictEqual([moved.fd, handle.fd], [fd, -1]);
  await moved.close();
  // And some not at all.
  for (const value of [() => {}, Symbol('s'), new WeakMap(), new Proxy({}, {})]) {
    assert.throws(() => structuredClone({ value }), { name: 'DataCloneError' });
  }
}

async function toAWorker() {
  const worker = new Worker(`
    const { parentPort } = require('node:worker_threads');
    parentPort.once('message', async ({ blob, key }) => {
      parentPort.postMessage([blob instanceof Blob, await blob.text(), key.type, key.export().toString()]);
    });`, { eval: true });
  worker.postMessage({ blob: new Blob(['far away']), key: createSecretKey(Buffer.from('secret')) });
  const answer = await new Promise((resolve) => worker.once('message', resolve));
  assert.deepStrictEqual(answer, [true, 'far away', 'secret', 'secret']);
}

finish(async () => {
  copies();
  await whatMayOnlyMove();
  await toAWorker();
}).then(() => process.exit(0)); // moved streams keep Node alive
