'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { ReadableStream, WritableStream, TransformStream, CountQueuingStrategy, ByteLengthQueuingStrategy } =
  require('node:stream/web');

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

function sinkInto(log, more) {
  return new WritableStream({
    write(chunk) { log.push(chunk); },
    close() { log.push('close'); },
    abort(reason) { log.push(`abort ${reason}`); },
    ...more,
  });
}

async function main() {
  // Chunks go through transforms in order; flush comes last.
  const doubled = ReadableStream.from([1, 2, 3]).pipeThrough(new TransformStream({
    transform(chunk, controller) { controller.enqueue(chunk * 2); },
    flush(controller) { controller.enqueue('end'); },
  }));
  assert.deepStrictEqual(await collect(doubled), [2, 4, 6, 'end']);

  // pipeTo closes the destination, aborts it with the source's error, cancels the source with the destination's.
  let log = [];
  await ReadableStream.from(['a', 'b']).pipeTo(sinkInto(log));
  assert.deepStrictEqual(log, ['a', 'b', 'close']);
  log = [];
  await ReadableStream.from(['a']).pipeTo(sinkInto(log), { preventClose: true });
  assert.deepStrictEqual(log, ['a']);
  log = [];
  const failing = new ReadableStream({ start(c) { c.enqueue(1); }, pull(c) { c.error('broken'); } });
  await assert.rejects(failing.pipeTo(sinkInto(log)), (reason) => reason === 'broken');
  assert.strictEqual(log.at(-1), 'abort broken');
  let cancelled;
  const source = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(reason) { cancelled = reason; } });
  await assert.rejects(source.pipeTo(new WritableStream({ write() { throw new Error('full'); } })), { message: 'full' });
  assert.strictEqual(cancelled.message, 'full');
  assert.strictEqual(source.locked, false);

  // A signal aborts both.
  log = [];
  const controller = new AbortController();
  const endless = new ReadableStream({ cancel(reason) { log.push(`cancel ${reason}`); } });
  const piping = endless.pipeTo(sinkInto(log), { signal: controller.signal });
  controller.abort('enough');
  await assert.rejects(piping, (reason) => reason === 'enough');
  assert.deepStrictEqual(log, ['abort enough', 'cancel enough']);

  // Backpressure: nothing is pulled beyond the high-water marks.
  let pulled = 0;
  const counting = new ReadableStream({ pull(c) { c.enqueue(++pulled); } }, new CountQueuingStrategy({ highWaterMark: 2 }));
  let unblock;
  counting.pipeTo(new WritableStream({ write: () => new Promise((resolve) => { unblock = resolve; }) },
    new CountQueuingStrategy({ highWaterMark: 2 }))).catch(() => {});
  await new Promise(setImmediate);
  assert.strictEqual(pulled, 4);
  unblock();
  await new Promise(setImmediate);
  assert.strictEqual(pulled, 5);

  // tee() gives both the same; cancelling both cancels the source.
  const [one, two] = ReadableStream.from(['x', 'y']).tee();
  assert.deepStrictEqual(await Promise.all([collect(one), collect(two)]), [['x', 'y'], ['x', 'y']]);
  const reasons = [];
  const [three, four] = new ReadableStream({ cancel(reason) { reasons.push(reason); } }).tee();
  await Promise.all([three.cancel(3), four.cancel(4)]);
  assert.deepStrictEqual(reasons, [[3, 4]]);

  // A sink's writes come one after the other; close() waits for them.
  log = [];
  const writer = sinkInto(log, { async write(chunk) { log.push(`< ${chunk}`); await null; log.push(`> ${chunk}`); } }).getWriter();
  writer.write(1);
  writer.write(2);
  assert.strictEqual(writer.desiredSize, -1);
  await writer.close();
  assert.deepStrictEqual(log, ['< 1', '> 1', '< 2', '> 2', 'close']);
  await assert.rejects(writer.write(3), { code: 'ERR_INVALID_STATE', message: 'Invalid state: WritableStream is closed' });

  // abort() errors what waits; the sink's signal is aborted.
  let signal;
  const stuck = new WritableStream({ start(c) { ({ signal } = c); }, write() { return new Promise(() => {}); } });
  await new Promise(setImmediate);
  const stuckWriter = stuck.getWriter();
  stuckWriter.write(1).catch(() => {});
  const waiting = stuckWriter.write(2);
  waiting.catch(() => {});
  stuckWriter.abort(new Error('stop'));
  await assert.rejects(stuckWriter.ready, { message: 'stop' });
  assert.deepStrictEqual([signal.aborted, signal.reason.message], [true, 'stop']);

  // Sizes, and the arguments that are refused.
  const sized = new ReadableStream({ start(c) { c.enqueue(new Uint8Array(3)); assert.strictEqual(c.desiredSize, 7); } },
    new ByteLengthQueuingStrategy({ highWaterMark: 10 }));
  assert.strictEqual(sized.locked, false);
  assert.throws(() => new ReadableStream({}, { highWaterMark: NaN }), { name: 'RangeError', code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => new ReadableStream({ type: 'x' }), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => ReadableStream.prototype.getReader.call({}), { code: 'ERR_INVALID_THIS' });
  const reader = sized.getReader();
  assert.throws(() => sized.getReader(), { code: 'ERR_INVALID_STATE' });
  reader.read();
  const pending = reader.read();
  reader.releaseLock();
  await assert.rejects(pending, { message: 'Invalid state: Releasing reader' });
  await assert.rejects(reader.closed, { message: 'Invalid state: Reader released' });
}
finish(main);
