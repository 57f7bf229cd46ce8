'use strict';
// A web stream in a transfer list goes on at the other end: chunks, the end, errors and cancelling come through.
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const move = (stream) => structuredClone(stream, { transfer: [stream] });

const claims = {
  async 'chunks and the end of a ReadableStream'() {
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue('a');
        controller.enqueue({ b: 1 });
        controller.close();
      },
    });
    const moved = move(stream);
    assert.ok(moved instanceof ReadableStream && stream.locked);
    const chunks = [];
    for await (const chunk of moved) chunks.push(chunk);
    assert.deepStrictEqual(chunks, ['a', { b: 1 }]);
  },

  async 'writes to a WritableStream within a value'() {
    const log = [];
    const stream = new WritableStream({ write(chunk) { log.push(chunk); }, close() { log.push('closed'); } });
    const { inner } = structuredClone({ inner: stream }, { transfer: [stream] });
    const writer = inner.getWriter();
    await writer.write(1);
    await writer.write(2);
    await writer.close();
    await finish.until(() => log.length >= 3);
    assert.deepStrictEqual(log, [1, 2, 'closed']);
  },

  async 'both sides of a TransformStream'() {
    const moved = move(new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk * 2); } }));
    assert.ok(moved instanceof TransformStream);
    moved.writable.getWriter().write(21);
    assert.deepStrictEqual(await moved.readable.getReader().read(), { value: 42, done: false });
  },

  async 'errors of the source'() {
    const moved = move(new ReadableStream({ pull(controller) { controller.error(new TypeError('boom')); } }));
    await assert.rejects(moved.getReader().read(), { name: 'TypeError', message: 'boom' });
  },

  async cancelling() {
    let reason = null;
    const moved = move(new ReadableStream({ cancel(why) { reason = why; } }));
    await moved.cancel('why');
    await finish.until(() => reason !== null);
    assert.strictEqual(reason, 'why');
  },

  async 'no stream that is locked, or not in the list'() {
    const locked = new ReadableStream();
    locked.getReader();
    assert.throws(() => move(locked), { name: 'DataCloneError' });
    assert.throws(() => structuredClone(new WritableStream()), { name: 'DataCloneError' });
  },
};

const alive = setInterval(() => {}, 1000); // A moved stream is no reason to go on.
finish(async () => {
  for (const claim of Object.values(claims)) await claim();
  clearInterval(alive);
}).then(() => process.exit()); // Node's ports keep the process alive while a stream that was moved is open.
