'use strict';
// Streams made, piped, iterated, destroyed half-way and forgotten; a slow consumer of a source that never ends.
const { Duplex, PassThrough, Readable, Transform, Writable, compose, pipeline } = require('node:stream');
const { holdFlat, rounds } = require('./_memory.js');

const PER_ROUND = 300;
const CHUNK = Buffer.alloc(16 * 1024);

const endless = new Readable({ read() { this.push(CHUNK); } });
const lasting = new PassThrough();
endless.pipe(lasting);

function transform() {
  return new Transform({ transform(chunk, encoding, callback) { process.nextTick(callback, null, chunk); } });
}

function sink() {
  return new Writable({ write(chunk, encoding, callback) { setImmediate(callback); } });
}

async function throughPipeline(stages) {
  await new Promise((resolve) => pipeline(...stages, resolve));
}

holdFlat(rounds(60), async () => {
  for (let i = 0; i < PER_ROUND; i++) {
    const chunks = Array.from({ length: 4 }, () => CHUNK);
    await throughPipeline([Readable.from(chunks), transform(), async function* (all) { yield* all; }, sink()]);
    await throughPipeline([Readable.from(chunks), Duplex.from(transform()), compose(transform(), transform()), sink()]);
    const left = Readable.from(chunks);
    for await (const chunk of left) if (chunk) break;
    const failing = new PassThrough();
    failing.on('error', () => {}).write(CHUNK);
    failing.destroy(new Error('no more'));
    await Readable.toWeb(Readable.from(chunks)).pipeThrough(new TransformStream()).pipeTo(new WritableStream());
    for (const listener of [sink(), sink()]) {
      lasting.pipe(listener);
      await new Promise(setImmediate);
      lasting.unpipe(listener);
    }
  }
}).then(() => { endless.destroy(); });
