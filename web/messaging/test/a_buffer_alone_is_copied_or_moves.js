'use strict';
// A message that is one buffer, or one view, and its transfer list that buffer or empty.
const finish = require('../../../test/_finish');
const assert = finish.plan(323);
const { MessageChannel, Worker, receiveMessageOnPort, markAsUntransferable } = require('node:worker_threads');

const { port1, port2 } = new MessageChannel();
const byPort = (value, transfer) => {
  port1.postMessage(value, transfer);
  return receiveMessageOnPort(port2).message;
};
const byClone = (value, transfer) => structuredClone(value, { transfer });
const filled = (size) => Uint8Array.from({ length: size }, (_, i) => i % 251).buffer;

for (const send of [byPort, byClone]) {
  for (const size of [0, 8, 64, 4096, 5000, 1 << 20, (1 << 20) + 8]) {
    const buffer = filled(size);
    const copy = send(buffer);
    assert.deepStrictEqual(Buffer.from(copy), Buffer.from(buffer));
    assert.notStrictEqual(copy, buffer);
    const moved = send(buffer, [buffer]);
    assert.strictEqual(buffer.byteLength, 0);
    assert.strictEqual(buffer.detached, true);
    assert.deepStrictEqual(Buffer.from(moved), Buffer.from(copy));
    assert.throws(() => send(buffer), { name: 'DataCloneError' });
    assert.throws(() => send(buffer, [buffer]), { name: 'DataCloneError' });
  }
  for (const Class of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
                       Float64Array, BigInt64Array, BigUint64Array, DataView]) {
    const size = Class.BYTES_PER_ELEMENT ?? 1;
    const view = new Class(filled(64), 16, 32 / size);
    const copy = send(view);
    assert.deepStrictEqual(copy, view);
    assert.deepStrictEqual([copy.constructor, copy.byteOffset, copy.byteLength, copy.buffer.byteLength], [Class, 16, 32, 64]);
    const moved = send(view, [view.buffer]);
    assert.deepStrictEqual(moved, copy);
    assert.strictEqual(view.buffer.byteLength, 0);
  }

  // More or less than the buffer itself in the list.
  const pair = [filled(16), filled(8)];
  const view = send(new Uint8Array(pair[0]), [pair[1]]);
  assert.strictEqual(view.length, 16);
  assert.deepStrictEqual(pair.map((one) => one.byteLength), [16, 0]);
  const both = [filled(16), filled(8)];
  assert.strictEqual(send(new Uint8Array(both[0]), both).length, 16);
  assert.deepStrictEqual(both.map((one) => one.byteLength), [0, 0]);

  const kept = filled(8);
  markAsUntransferable(kept);
  assert.throws(() => send(kept, [kept]), { name: 'DataCloneError' });
  assert.strictEqual(send(kept).byteLength, 8);
  const wasm = new WebAssembly.Memory({ initial: 1 });
  for (const value of [1, wasm.buffer, new Uint8Array(wasm.buffer)]) {
    assert.throws(() => send(value, [wasm.buffer]), { message: 'Cannot transfer object of unsupported type.', code: 25 });
  }
  assert.strictEqual(wasm.buffer.byteLength, 65536);
  assert.strictEqual(send(new Uint8Array(wasm.buffer)).length, 65536);

  const shared = new Uint8Array(new SharedArrayBuffer(8));
  send(shared)[3] = 7;
  assert.strictEqual(shared[3], 7);
  assert.strictEqual(Object.getPrototypeOf(send(Buffer.from('abc'))), Uint8Array.prototype);
  assert.strictEqual(send(Object.assign(new Uint8Array(1), { extra: 1 })).extra, undefined);
}

const worker = new Worker(`
  const { parentPort } = require('worker_threads');
  parentPort.on('message', (bytes) => {
    bytes[0]++;
    parentPort.postMessage(bytes, [bytes.buffer]);
    if (bytes.length > 0) throw new Error('it has moved');
    if (--left === 0) parentPort.close();
  });
  let left = 50;
`, { eval: true });
let left = 50;
worker.on('message', (bytes) => {
  assert.strictEqual(bytes[0], 51 - left);
  assert.strictEqual(bytes.length, 1 << 16);
  if (--left > 0) worker.postMessage(bytes, [bytes.buffer]);
});
worker.on('exit', (code) => assert.deepStrictEqual([left, code], [0, 0]));
worker.postMessage(new Uint8Array(1 << 16));
port1.close();
