'use strict';
const assert = require('node:assert');
const { Readable } = require('node:stream');
const finish = require('../../../test/_finish');

const numbers = (n) => Readable.from(Array.from({ length: n }, (value, i) => i + 1));

async function main() {
  // Leaving the loop destroys the stream, unless told not to.
  const left = numbers(5);
  for await (const n of left) if (n === 2) break;
  assert.strictEqual(left.destroyed, true);
  const kept = numbers(5);
  for await (const n of kept.iterator({ destroyOnReturn: false })) if (n === 2) break;
  assert.strictEqual(kept.destroyed, false);
  assert.deepStrictEqual(await kept.toArray(), [3, 4, 5]);

  // An error comes after the data that came before it; requests are answered in order.
  const failing = new Readable({ objectMode: true, read() {} });
  failing.push('a');
  const iterator = failing[Symbol.asyncIterator]();
  const answers = [iterator.next(), iterator.next()];
  assert.deepStrictEqual(await answers[0], { done: false, value: 'a' });
  failing.destroy(new Error('late'));
  await assert.rejects(answers[1], { message: 'late' });
  assert.deepStrictEqual(await iterator.next(), { done: true, value: undefined });

  // An iterator that is never started leaves the stream alone.
  const untouched = numbers(1);
  await untouched[Symbol.asyncIterator]().return();
  assert.strictEqual(untouched.destroyed, false);
  assert.strictEqual(untouched.listenerCount('readable'), 0);

  // The operators.
  assert.deepStrictEqual(await numbers(6).filter((n) => n % 2).map(async (n) => n * 10).toArray(), [10, 30, 50]);
  assert.deepStrictEqual(await numbers(9).drop(2).take(3).toArray(), [3, 4, 5]);
  assert.deepStrictEqual(await numbers(2).flatMap((n) => [n, n]).toArray(), [1, 1, 2, 2]);
  assert.strictEqual(await numbers(4).reduce((sum, n) => sum + n), 10);
  assert.strictEqual(await numbers(4).some((n) => n === 3), true);
  assert.strictEqual(await numbers(4).every((n) => n < 3), false);
  assert.strictEqual(await numbers(4).find((n) => n > 2), 3);
  const seen = [];
  await numbers(3).forEach((n) => { seen.push(n); });
  assert.deepStrictEqual(seen, [1, 2, 3]);
  await assert.rejects(Readable.from([]).reduce((a, b) => a + b), {
    name: 'TypeError', message: 'Reduce of an empty stream requires an initial value',
  });
  assert.throws(() => numbers(1).map(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => numbers(1).take(-1), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => numbers(1).map((n) => n, { concurrency: 0 }), { code: 'ERR_OUT_OF_RANGE' });

  // map() runs as many at a time as it may, and keeps the order.
  let running = 0;
  let most = 0;
  const mapped = await numbers(8).map(async (n) => {
    most = Math.max(most, ++running);
    for (let i = n; i < 8; i++) await null;
    running--;
    return n;
  }, { concurrency: 3 }).toArray();
  assert.deepStrictEqual([mapped, most], [[1, 2, 3, 4, 5, 6, 7, 8], 3]);

  // An iterable is closed when the stream is destroyed.
  let closed = false;
  function* endless() {
    try {
      for (;;) yield 1;
    } finally {
      closed = true;
    }
  }
  for await (const n of Readable.from(endless())) if (n) break;
  await new Promise(setImmediate);
  assert.strictEqual(closed, true);
}
finish(main);
