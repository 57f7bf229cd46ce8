'use strict';
const assert = require('node:assert');
const { ReadableStream } = require('node:stream/web');
const finish = require('../../../test/_finish');

function bytes(...values) {
  return new Uint8Array(values);
}

async function main() {
  // The source writes into the reader's buffer.
  const filling = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const { byobRequest } = controller;
      byobRequest.view[0] = 7;
      byobRequest.view[1] = 8;
      byobRequest.respond(2);
      assert.strictEqual(byobRequest.view, null);
      assert.throws(() => byobRequest.respond(1), { code: 'ERR_INVALID_STATE' });
    },
  });
  const reader = filling.getReader({ mode: 'byob' });
  const given = new Uint8Array(4);
  const { value, done } = await reader.read(given);
  assert.deepStrictEqual([value, done, given.byteLength, value.buffer.byteLength], [bytes(7, 8), false, 0, 4]);

  // `min` waits for as many elements; what is no whole element stays.
  let controller;
  const pushed = new ReadableStream({ type: 'bytes', start(c) { controller = c; } });
  const words = pushed.getReader({ mode: 'byob' });
  const reading = words.read(new Uint16Array(4), { min: 2 });
  controller.enqueue(bytes(1, 0, 2));
  controller.enqueue(bytes(0, 3));
  assert.deepStrictEqual((await reading).value, new Uint16Array([1, 2]));
  assert.deepStrictEqual((await words.read(new Uint8Array(8))).value, bytes(3));
  controller.close();
  assert.deepStrictEqual(await words.read(new Uint8Array(2)), { value: bytes(), done: true });

  // A read that waits when the stream is closed ends when its request is answered.
  const ending = new ReadableStream({ type: 'bytes', start(c) { controller = c; } });
  const last = ending.getReader({ mode: 'byob' }).read(new Uint8Array(2));
  controller.close();
  controller.byobRequest.respond(0);
  assert.deepStrictEqual(await last, { value: bytes(), done: true });

  // A default reader gets the chunks as they are, or buffers of autoAllocateChunkSize.
  const allocated = new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: 16,
    pull(c) {
      assert.strictEqual(c.byobRequest.view.byteLength, 16);
      c.byobRequest.view[0] = 9;
      c.byobRequest.respond(1);
    },
  });
  assert.deepStrictEqual((await allocated.getReader().read()).value, bytes(9));

  // tee() of bytes: each branch has memory of its own.
  const source = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(bytes(1, 2)); c.close(); } });
  const [one, two] = source.tee();
  const first = (await one.getReader().read()).value;
  const second = (await two.getReader({ mode: 'byob' }).read(new Uint8Array(5))).value;
  assert.deepStrictEqual([first, second], [bytes(1, 2), bytes(1, 2)]);
  assert.notStrictEqual(first.buffer, second.buffer);

  // A released reader's bytes go to the next one.
  let late;
  const released = new ReadableStream({ type: 'bytes', start(c) { late = c; } });
  const impatient = released.getReader({ mode: 'byob' });
  const lost = impatient.read(new Uint8Array(3));
  impatient.releaseLock();
  await assert.rejects(lost, { code: 'ERR_INVALID_STATE' });
  late.byobRequest.view[0] = 5;
  late.byobRequest.respond(1);
  assert.deepStrictEqual((await released.getReader().read()).value, bytes(5));

  // What is refused.
  const plain = new ReadableStream();
  assert.throws(() => plain.getReader({ mode: 'byob' }), { code: 'ERR_INVALID_ARG_VALUE' });
  const open = new ReadableStream({ type: 'bytes', start(c) { controller = c; } });
  assert.throws(() => controller.enqueue(new Uint8Array(0)), { code: 'ERR_INVALID_STATE' });
  assert.throws(() => controller.enqueue('x'), { code: 'ERR_INVALID_ARG_TYPE' });
  const byob = open.getReader({ mode: 'byob' });
  await assert.rejects(byob.read(new Uint8Array(0)), { code: 'ERR_INVALID_STATE' });
  await assert.rejects(byob.read(new Uint8Array(2), { min: 3 }), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' });
  byob.read(new Uint8Array(2)).catch(() => {});
  assert.throws(() => controller.byobRequest.respond(3), { name: 'RangeError' });
  assert.throws(() => controller.byobRequest.respondWithNewView(new Uint8Array(1)), { name: 'RangeError' });
}
finish(main);
