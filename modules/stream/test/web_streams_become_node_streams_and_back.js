'use strict';
const assert = require('node:assert');
const { Readable, Writable, Duplex, PassThrough, isDisturbed, isErrored, isReadable, finished } = require('node:stream');
const { ReadableStream, WritableStream, TransformStream } = require('node:stream/web');
const { pipeline } = require('node:stream/promises');
const { text } = require('node:stream/consumers');
const finish = require('../../../test/_finish');

async function main() {
  assert.strictEqual(await text(Readable.fromWeb(Readable.toWeb(Readable.from(['a', 'b'])))), 'ab');

  const got = [];
  const node = new Writable({ objectMode: true, write(chunk, encoding, callback) { got.push(chunk); callback(); } });
  await Readable.toWeb(Readable.from([1, 2])).pipeTo(Writable.toWeb(node));
  assert.deepStrictEqual([got, node.writableFinished], [[1, 2], true]);

  const chunks = [];
  const web = new WritableStream({ write(chunk) { chunks.push(Buffer.from(chunk).toString()); } });
  await pipeline(Readable.from(['x', 'y']), Writable.fromWeb(web));
  assert.deepStrictEqual(chunks, ['x', 'y']);

  const duplex = Duplex.fromWeb(new TransformStream(), { encoding: 'utf8' });
  duplex.end('through');
  assert.strictEqual(await text(duplex), 'through');
  const { readable, writable } = Duplex.toWeb(new PassThrough());
  const writer = writable.getWriter();
  writer.write(Buffer.from('hi'));
  writer.close();
  assert.strictEqual(await text(readable), 'hi');

  // Errors cross over, both ways.
  const failing = new Readable({ read() {} });
  const reader = Readable.toWeb(failing).getReader();
  failing.destroy(new Error('gone'));
  await assert.rejects(reader.read(), { message: 'gone' });
  let controller;
  const source = new ReadableStream({ start(c) { controller = c; } });
  const fromWeb = Readable.fromWeb(source);
  controller.error(new Error('web'));
  await assert.rejects(fromWeb.toArray(), { message: 'web' });
  assert.deepStrictEqual([isErrored(source), isReadable(source), isDisturbed(new ReadableStream())], [true, false, false]);

  // Both kinds in one pipeline; finished() of a web stream.
  assert.strictEqual(await pipeline(
    new ReadableStream({ start(c) { c.enqueue('w'); c.close(); } }),
    new TransformStream({ transform(chunk, c) { c.enqueue(chunk + chunk); } }), text), 'ww');
  const closed = new ReadableStream({ start(c) { c.close(); } });
  await new Promise((resolve, reject) => finished(closed, (error) => (error ? reject(error) : resolve())));
  assert.throws(() => Readable.fromWeb({}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => Writable.toWeb({}), { code: 'ERR_INVALID_ARG_TYPE' });
}
finish(main);
