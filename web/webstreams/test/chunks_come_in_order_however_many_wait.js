'use strict';
// Chunks, sizes, reads and writes that wait are kept in rings that grow: any mixture of putting in and taking out keeps the order.
const finish = require('../../../test/_finish');
const assert = finish.plan(5);

/** How many to put in and to take out, in turn: so that each ring wraps around, grows while it is wrapped, and empties. */
const turns = [[3, 2], [9, 5], [1, 6], [40, 3], [2, 30], [100, 99], [0, 10]];

async function readWhatWaits() {
  let controller;
  const stream = new ReadableStream({ start(given) { controller = given; } }, { highWaterMark: 5, size: (n) => n % 3 });
  const reader = stream.getReader();
  const seen = [];
  const sizes = [];
  let next = 0;
  for (const [put, take] of turns) {
    for (let i = 0; i < put; i++) controller.enqueue(next++);
    for (let i = 0; i < take; i++) seen.push((await reader.read()).value);
    sizes.push(controller.desiredSize);
  }
  const ordered = Array.from({ length: next }, (_, i) => i);
  const waiting = (from, to) => ordered.slice(from, to).reduce((sum, n) => sum + n % 3, 0);
  let put = 0, taken = 0;
  const expected = turns.map(([more, less]) => 5 - waiting(taken += less, put += more));
  assert.deepStrictEqual(seen, ordered);
  assert.deepStrictEqual(sizes, expected);
}

async function answerWaitingReads() {
  let controller;
  const stream = new ReadableStream({ start(given) { controller = given; } }, { highWaterMark: 0 });
  const reader = stream.getReader();
  const reads = [];
  let next = 0;
  for (const [ask, answer] of turns) {
    for (let i = 0; i < ask; i++) reads.push(reader.read());
    for (let i = 0; i < answer; i++) controller.enqueue(next++);
  }
  controller.close();
  const results = await Promise.all([...reads, reader.read()]);
  assert.deepStrictEqual(results.slice(0, -1).map(({ value }) => value), reads.map((_, i) => i));
  assert.deepStrictEqual(results.at(-1), { value: undefined, done: true });
}

async function writeAll() {
  const written = [];
  const writer = new WritableStream({ write(chunk) {
    written.push(chunk);
    return chunk % 7 === 0 ? new Promise(setImmediate) : undefined;
  } }).getWriter();
  let next = 0;
  for (const [put, wait] of turns) {
    for (let i = 0; i < put; i++) writer.write(next++);
    for (let i = 0; i < wait; i++) await null;
  }
  await writer.close();
  assert.deepStrictEqual(written, Array.from({ length: next }, (_, i) => i));
}

finish(async () => {
  await readWhatWaits();
  await answerWaitingReads();
  await writeAll();
});
