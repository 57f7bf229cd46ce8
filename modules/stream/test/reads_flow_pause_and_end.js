'use strict';
const assert = require('node:assert');
const { Readable, Writable, Duplex, Stream } = require('node:stream');
const { inherits } = require('node:util');
const finish = require('../../../test/_finish');

async function main() {
  // Bytes come out in the pieces that are asked for.
  const bytes = new Readable({ read() {} });
  for (const piece of ['abc', 'def', 'gh']) bytes.push(piece);
  assert.strictEqual(bytes.readableLength, 8);
  assert.strictEqual(bytes.read(4).toString(), 'abcd');
  bytes.unshift('D');
  assert.strictEqual(bytes.read(2).toString(), 'De');
  assert.strictEqual(bytes.read(9), null);
  assert.strictEqual(bytes.read().toString(), 'fgh');
  bytes.push(null);
  assert.strictEqual(bytes.read(), null);

  // A decoder keeps characters whole.
  const text = new Readable({ encoding: 'utf8', read() {} });
  const euro = Buffer.from('\u20ac');
  text.push(euro.subarray(0, 1));
  assert.strictEqual(text.readableLength, 0);
  text.push(euro.subarray(1));
  assert.strictEqual(text.read(), '\u20ac');

  // Flowing, pausing, resuming; 'data' at once when nothing waits.
  const log = [];
  const source = new Readable({ objectMode: true, read() {} });
  source.on('data', (chunk) => {
    log.push(chunk);
    if (chunk === 2) source.pause();
  });
  source.on('pause', () => log.push('pause')).on('resume', () => log.push('resume')).on('end', () => log.push('end'));
  await new Promise(setImmediate);
  for (const chunk of [1, 2, 3]) source.push(chunk);
  log.push('pushed');
  assert.deepStrictEqual([source.isPaused(), source.readableFlowing, source.readableLength], [true, false, 1]);
  source.push(null);
  source.resume();
  await new Promise((resolve) => source.on('close', resolve));
  assert.deepStrictEqual(log, ['resume', 1, 2, 'pause', 'pushed', 3, 'resume', 'end']);

  // One slow destination holds back the other; unpipe() frees it.
  const fast = [];
  const both = Readable.from([1, 2, 3]);
  const slow = new Writable({ objectMode: true, highWaterMark: 1, write() {} });
  both.pipe(new Writable({ objectMode: true, write(chunk, encoding, callback) { fast.push(chunk); callback(); } }));
  both.pipe(slow);
  await new Promise(setImmediate);
  assert.deepStrictEqual(fast, [1]);
  both.unpipe(slow);
  await new Promise((resolve) => both.on('end', resolve));
  assert.deepStrictEqual(fast, [1, 2, 3]);

  // Wrong chunks and moments.
  const failing = (use) => new Promise((resolve) => {
    const stream = new Readable({ read() {} });
    stream.on('error', resolve);
    use(stream);
  });
  assert.strictEqual((await failing((r) => r.push({}))).code, 'ERR_INVALID_ARG_TYPE');
  assert.strictEqual((await failing((r) => { r.push(null); r.push('x'); })).code, 'ERR_STREAM_PUSH_AFTER_EOF');
  assert.strictEqual((await failing((r) => { delete r._read; r.read(); })).code, 'ERR_METHOD_NOT_IMPLEMENTED');
  assert.throws(() => new Readable({ highWaterMark: -1 }), {
    code: 'ERR_INVALID_ARG_VALUE', message: "The property 'options.highWaterMark' is invalid. Received -1",
  });
  assert.throws(() => new Duplex({ highWaterMark: -1 }), {
    message: "The property 'options.readableHighWaterMark' is invalid. Received -1",
  });

  // The classes of old: called without new, inherited with util.inherits, wrapped.
  function Old(options) { Readable.call(this, options); }
  inherits(Old, Readable);
  Old.prototype._read = function() { this.push('old'); this.push(null); };
  assert.strictEqual((await new Old().toArray()).join(), 'old');
  assert.ok(Readable() instanceof Readable && Duplex() instanceof Writable && !(Readable() instanceof Writable));
  const ancient = new Stream();
  ancient.pause = ancient.resume = () => {};
  const wrapped = new Readable({ objectMode: true }).wrap(ancient);
  ancient.emit('data', 5);
  ancient.emit('end');
  assert.deepStrictEqual(await wrapped.toArray(), [5]);
}
finish(main);
