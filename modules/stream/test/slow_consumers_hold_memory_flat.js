'use strict';
// A fast source is asked only for as much as the buffers between it and a slow consumer hold, whatever connects them.
const assert = require('node:assert');
const { Duplex, PassThrough, Readable, Transform, Writable, compose, pipeline } = require('node:stream');
const finish = require('../../../test/_finish');

const KB = 1024;
const CHUNK = Buffer.alloc(KB);
const COUNT = 1000;

/** A source that has everything at once; `ahead()` tells how much of it was taken and not consumed. */
function makeFlow(highWaterMark) {
  let produced = 0;
  let consumed = 0;
  let most = 0;
  const source = new Readable({
    highWaterMark,
    read() {
      if (produced === COUNT) return void this.push(null);
      produced++;
      most = Math.max(most, produced - consumed);
      this.push(CHUNK);
    },
  });
  const consume = (chunk) => { consumed += chunk.length / KB; };
  const sink = new Writable({
    highWaterMark,
    write(chunk, encoding, callback) {
      setImmediate(() => {
        consume(chunk);
        callback();
      });
    },
  });
  return { source, sink, consume, check(bound) {
    assert.strictEqual(consumed, COUNT);
    assert.ok(most <= bound, `${most} chunks were on their way, more than ${bound}`);
  } };
}

const transform = (highWaterMark) => new Transform({
  highWaterMark,
  transform(chunk, encoding, callback) { process.nextTick(callback, null, chunk); },
});

async function over(stream) {
  await new Promise((resolve, reject) => stream.on('finish', resolve).on('error', reject));
}

const claims = {
  async pipe() {
    const { source, sink, check } = makeFlow(4 * KB);
    await over(source.pipe(sink));
    check(4 + 4 + 1); // Two buffers, and a chunk in hand.
  },
  async 'pipe through transforms'() {
    const { source, sink, check } = makeFlow(4 * KB);
    await over(source.pipe(transform(4 * KB)).pipe(new PassThrough({ highWaterMark: 4 * KB })).pipe(sink));
    check(6 * 4 + 3);
  },
  async pipeline() {
    const { source, sink, check } = makeFlow(4 * KB);
    await new Promise((resolve, reject) => {
      pipeline(source, transform(4 * KB), async function* (chunks) { yield* chunks; }, sink,
               (error) => error ? reject(error) : resolve());
    });
    check(4 * 4 + 4);
  },
  async 'async iteration'() {
    const { source, consume, check } = makeFlow(4 * KB);
    for await (const chunk of source) {
      await new Promise(setImmediate);
      consume(chunk);
    }
    check(2 * 4 + 1);
  },
  async 'compose and Duplex.from'() {
    const { source, sink, check } = makeFlow(4 * KB);
    const joined = compose(transform(4 * KB), transform(4 * KB));
    await over(source.pipe(Duplex.from({ writable: joined, readable: joined })).pipe(sink));
    check(400); // compose() and Duplex.from() make Duplexes with 64 KiB on either side.
  },
  async 'a web stream'() {
    const { source, consume, check } = makeFlow(4 * KB);
    await Readable.toWeb(source).pipeTo(new WritableStream({
      async write(chunk) {
        await new Promise(setImmediate);
        consume(chunk);
      },
    }, { highWaterMark: 4 }));
    check(3 * 4 + 2);
  },
};

finish(async () => {
  for (const [name, claim] of Object.entries(claims)) {
    await claim().catch((error) => { throw new Error(`${name}: ${error.message}`, { cause: error }); });
  }
});
