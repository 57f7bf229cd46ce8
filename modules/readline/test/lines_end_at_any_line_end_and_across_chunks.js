// The path without a terminal: chunks in, lines out.
'use strict';
const assert = require('node:assert');
const { createInterface } = require('node:readline');
const { PassThrough, Readable } = require('node:stream');
const finish = require('../../../test/_finish');

function linesOf(chunks, options) {
  return new Promise((resolve) => {
    const lines = [];
    const rl = createInterface({ input: Readable.from(chunks), crlfDelay: Infinity, ...options });
    rl.on('line', (line) => lines.push(line));
    rl.on('close', () => resolve(lines));
  });
}

async function main() {
  assert.deepStrictEqual(await linesOf(['a\nb\n']), ['a', 'b']);
  assert.deepStrictEqual(await linesOf(['a\nb']), ['a', 'b']);
  assert.deepStrictEqual(await linesOf(['\n\n']), ['', '']);
  assert.deepStrictEqual(await linesOf(['a\r\nb\rc\u2028d\u2029e\nf']), ['a', 'b', 'c', 'd', 'e', 'f']);
  assert.deepStrictEqual(await linesOf(['a\r', '\nb']), ['a', 'b']);
  assert.deepStrictEqual(await linesOf(['a', 'b', '\n', 'c']), ['ab', 'c']);
  const euro = Buffer.from('\u20ac\n');
  assert.deepStrictEqual(await linesOf([euro.subarray(0, 1), euro.subarray(1, 2), euro.subarray(2)]), ['\u20ac']);
  assert.deepStrictEqual(await linesOf([]), []);

  const many = Array.from({ length: 1000 }, (_, i) => `line ${i}`);
  const iterated = [];
  for await (const line of createInterface({ input: Readable.from([many.join('\n')]) })) iterated.push(line);
  assert.deepStrictEqual(iterated, many);

  const failing = new PassThrough();
  const rl = createInterface({ input: failing });
  setImmediate(() => failing.destroy(new Error('broken')));
  await assert.rejects(async () => {
    for await (const line of rl) assert.fail(line);
  }, { message: 'broken' });

  const input = new PassThrough();
  const stopped = createInterface({ input });
  const iterator = stopped[Symbol.asyncIterator]();
  assert.strictEqual(stopped[Symbol.asyncIterator](), iterator);
  const first = iterator.next();
  input.write('x\ny\n');
  assert.deepStrictEqual(await first, { value: 'x', done: false });
  assert.deepStrictEqual(await iterator.return(), { value: undefined, done: true });
}

finish(main);
