'use strict';
// Chunks through the streams of the web: read, iterated, piped, transformed, teed, encoded, bytes.
const { measure } = require('./_measure.js');

function source(count, strategy = { highWaterMark: 16 }) {
  return new ReadableStream({
    pull(controller) {
      if (count-- > 0) controller.enqueue(count);
      else controller.close();
    },
  }, strategy);
}

function bytes(count) {
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      if (count-- > 0) controller.enqueue(new Uint8Array(64));
      else controller.close();
    },
  });
}

function chunksOf(chunk, count) {
  return new ReadableStream({
    pull(controller) {
      if (count-- > 0) controller.enqueue(chunk);
      else controller.close();
    },
  });
}

async function drain(stream) {
  const reader = stream.getReader();
  while (!(await reader.read()).done);
}

function sink() {
  return new WritableStream({ write() {} }, { highWaterMark: 16 });
}

async function main() {
  await measure('reader.read', (times) => drain(source(times)));
  await measure('for await', async (times) => { for await (const chunk of source(times)); });
  await measure('pipeTo', (times) => source(times).pipeTo(sink()));
  await measure('pipeThrough a TransformStream', (times) => source(times)
    .pipeThrough(new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk); } }))
    .pipeTo(sink()));
  await measure('tee', (times) => {
    const [first, second] = source(times).tee();
    return Promise.all([drain(first), drain(second)]);
  });
  await measure('ReadableStream.from', async (times) => {
    async function* values() { while (times-- > 0) yield times; }
    await drain(ReadableStream.from(values()));
  });
  await measure('read of bytes', (times) => drain(bytes(times)));
  await measure('TextDecoderStream', (times) =>
    drain(chunksOf(new Uint8Array(64).fill(97), times).pipeThrough(new TextDecoderStream())));
  await measure('writer.write', async (times) => {
    const writer = sink().getWriter();
    while (times-- > 0) {
      await writer.ready;
      writer.write(times);
    }
    await writer.close();
  });
  await measure('for await over one chunk', async (times) => {
    while (times-- > 0) for await (const chunk of source(1));
  });
  await measure('pipeTo of one chunk', async (times) => { while (times-- > 0) await source(1).pipeTo(sink()); });
  await measure('new Response(stream).text', async (times) => {
    while (times-- > 0) await new Response(chunksOf(new Uint8Array(64), 2)).text();
  });
}
main();
