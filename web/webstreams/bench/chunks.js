'use strict';
// Chunks per second through web streams.
const { ReadableStream, WritableStream, TransformStream } = require('stream/web');

const COUNT = 300_000;

function source() {
  let left = COUNT;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(left);
      else controller.close();
    },
  }, { highWaterMark: 16 });
}

const scenarios = {
  'reader.read': async () => {
    const reader = source().getReader();
    while (!(await reader.read()).done);
  },
  'for await': async () => { for await (const chunk of source()); },
  'pipeTo': () => source().pipeTo(new WritableStream({ write() {} }, { highWaterMark: 16 })),
  'transform': () => source()
    .pipeThrough(new TransformStream({ transform(chunk, controller) { controller.enqueue(chunk); } }))
    .pipeTo(new WritableStream({ write() {} })),
  'bytes': async () => {
    let left = COUNT;
    const stream = new ReadableStream({
      type: 'bytes',
      pull(controller) {
        if (left-- > 0) controller.enqueue(new Uint8Array(64));
        else controller.close();
      },
    });
    const reader = stream.getReader();
    while (!(await reader.read()).done);
  },
};

async function main() {
  for (const [name, run] of Object.entries(scenarios)) {
    let best = Infinity;
    for (let i = 0; i < 5; i++) {
      const start = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(start);
      best = Math.min(best, (user + system) / 1e6);
    }
    console.log(`${name.padEnd(14)} ${(COUNT / best / 1e6).toFixed(2)} M/s`);
  }
}
main();
