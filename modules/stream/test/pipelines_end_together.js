'use strict';
const assert = require('node:assert');
const { Readable, Writable, Transform, PassThrough, Duplex, pipeline, finished, compose, duplexPair, addAbortSignal } =
  require('node:stream');
const promises = require('node:stream/promises');
const consumers = require('node:stream/consumers');
const { promisify } = require('node:util');
const finish = require('../../../test/_finish');

const upper = () => new Transform({ transform(chunk, encoding, callback) { callback(null, chunk.toString().toUpperCase()); } });

async function main() {
  assert.strictEqual(promisify(pipeline), promises.pipeline);
  assert.strictEqual(promisify(finished), promises.finished);

  // Streams, generators and a last function, whose value is the result.
  assert.strictEqual(await promises.pipeline(
    ['a', 'b'], async function* (source) { for await (const chunk of source) yield `${chunk}!`; }, upper(), consumers.text), 'A!B!');

  // A failure anywhere destroys all.
  const source = new Readable({ read() {} });
  const middle = new PassThrough();
  const sink = new Writable({ write(chunk, encoding, callback) { callback(new Error('full')); } });
  source.push('x');
  await assert.rejects(promises.pipeline(source, middle, sink), { message: 'full' });
  assert.deepStrictEqual([source.destroyed, middle.destroyed, sink.destroyed], [true, true, true]);

  // A signal aborts, an early close is told.
  const controller = new AbortController();
  const aborted = promises.pipeline(new Readable({ read() {} }), new PassThrough(), { signal: controller.signal });
  controller.abort();
  await assert.rejects(aborted, { name: 'AbortError', code: 'ABORT_ERR' });
  const early = new Readable({ read() {} });
  const told = promises.finished(early);
  early.destroy();
  await assert.rejects(told, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  const signalled = addAbortSignal(AbortSignal.abort(), new Readable({ read() {} }));
  await assert.rejects(promises.finished(signalled), { name: 'AbortError' });

  assert.throws(() => pipeline(source), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => pipeline(new PassThrough(), () => {}), { code: 'ERR_MISSING_ARGS' });
  assert.throws(() => finished({}, () => {}), { code: 'ERR_INVALID_ARG_TYPE' });

  // compose(), Duplex.from(), duplexPair().
  const composed = compose(upper(), async function* (input) { for await (const chunk of input) yield `<${chunk}>`; });
  composed.end('in');
  assert.strictEqual(await consumers.text(composed), '<IN>');
  assert.deepStrictEqual(await Duplex.from(Promise.resolve(3)).toArray(), [3]);
  assert.deepStrictEqual(await Duplex.from([1, 2]).toArray(), [1, 2]);
  const [left, right] = duplexPair();
  left.end('over');
  assert.strictEqual(await consumers.text(right), 'over');
  assert.deepStrictEqual(await consumers.json(Readable.from(['{"a":', '1}'])), { a: 1 });
  assert.strictEqual((await consumers.buffer(Readable.from([Buffer.from('ab'), Buffer.from('c')]))).toString(), 'abc');
}
finish(main);
