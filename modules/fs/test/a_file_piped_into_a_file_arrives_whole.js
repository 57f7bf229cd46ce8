'use strict';
const assert = require('node:assert');
const { createHash, randomBytes } = require('node:crypto');
const { once } = require('node:events');
const fs = require('node:fs');
const { PassThrough } = require('node:stream');
const { pipeline: pipe } = require('node:stream/promises');
const { at } = require('./_directory.js');
const finish = require('../../../test/_finish');

const SIZE = 5 * 1024 * 1024 + 12345;
const bytes = randomBytes(SIZE);
const digest = (buffer) => createHash('sha1').update(buffer).digest('hex');
fs.writeFileSync(at('source'), bytes);

function assertSame(file, expected) {
  assert.strictEqual(digest(fs.readFileSync(file)), digest(expected));
}

async function wholeFilesAndParts() {
  const cases = [
    [{}, {}, (copy) => assertSame(copy, bytes)],
    [{ start: 1000, end: SIZE - 7 }, {}, (copy) => assertSame(copy, bytes.subarray(1000, SIZE - 6))],
    [{ start: 4096, end: 4096 }, {}, (copy) => assertSame(copy, bytes.subarray(4096, 4097))],
    [{ end: 2 * 1024 * 1024 - 1 }, { flags: 'a' }, (copy) => assertSame(copy, bytes.subarray(0, 2 * 1024 * 1024))],
    [{ highWaterMark: 100_000 }, { highWaterMark: 1 }, (copy) => assertSame(copy, bytes)],
    [{}, { start: 10 }, (copy) => assertSame(copy, Buffer.concat([Buffer.alloc(10), bytes]))],
  ];
  for (const [readOptions, writeOptions, check] of cases) {
    const source = fs.createReadStream(at('source'), readOptions);
    const dest = fs.createWriteStream(at('copy'), writeOptions);
    const events = [];
    for (const name of ['open', 'ready', 'end', 'finish', 'close']) {
      source.on(name, () => events.push(`source ${name}`));
      dest.on(name, () => events.push(`dest ${name}`));
    }
    await pipe(source, dest);
    if (!dest.closed) await once(dest, 'close');
    check(at('copy'));
    assert.strictEqual(source.bytesRead, dest.bytesWritten);
    assert.strictEqual(source.bytesRead, fs.statSync(at('copy')).size - (writeOptions.start ?? 0));
    assert.deepStrictEqual(events.toSorted(), ['dest close', 'dest finish', 'dest open', 'dest ready', 'source close',
                                               'source end', 'source open', 'source ready']);
    assert(events.indexOf('source end') < events.indexOf('dest finish'));
    fs.unlinkSync(at('copy'));
  }
}

/** Whoever begins to look when a part has been copied sees all the rest. */
async function listenersMayComeLate() {
  const source = fs.createReadStream(at('source'));
  const dest = fs.createWriteStream(at('copy'));
  source.pipe(dest);
  while (dest.bytesWritten === 0) await new Promise(setImmediate);
  const seen = [];
  source.on('data', (chunk) => seen.push(chunk));
  await once(dest, 'close');
  assertSame(at('copy'), bytes);
  const rest = Buffer.concat(seen);
  assert.strictEqual(digest(rest), digest(bytes.subarray(SIZE - rest.length)));
}

async function aSecondDestinationGetsTheRest() {
  const source = fs.createReadStream(at('source'));
  const dest = fs.createWriteStream(at('copy'));
  source.pipe(dest);
  while (dest.bytesWritten === 0) await new Promise(setImmediate);
  const tee = new PassThrough();
  const chunks = [];
  tee.on('data', (chunk) => chunks.push(chunk));
  source.pipe(tee);
  await Promise.all([once(dest, 'close'), once(tee, 'end')]);
  assertSame(at('copy'), bytes);
  const rest = Buffer.concat(chunks);
  assert.strictEqual(digest(rest), digest(bytes.subarray(SIZE - rest.length)));
}

/** What a program writes itself stands behind what was under way, and before what comes later. */
async function writesInBetweenAreNotTorn() {
  const source = fs.createReadStream(at('source'));
  const dest = fs.createWriteStream(at('copy'));
  source.pipe(dest);
  const mark = randomBytes(64);
  while (dest.bytesWritten === 0) await new Promise(setImmediate);
  dest.write(mark);
  await once(dest, 'close');
  const copy = fs.readFileSync(at('copy'));
  assert.strictEqual(copy.length, SIZE + mark.length);
  const place = copy.indexOf(mark);
  assert(place > 0);
  assert.strictEqual(digest(Buffer.concat([copy.subarray(0, place), copy.subarray(place + mark.length)])), digest(bytes));
}

async function itMayBeStoppedAnywhere() {
  for (const stop of ['source', 'dest', 'unpipe', 'abort']) {
    const source = fs.createReadStream(at('source'));
    const dest = fs.createWriteStream(at('copy'));
    const controller = new AbortController();
    const copied = new Promise((resolve) => {
      if (stop === 'unpipe') resolve(source.pipe(dest));
      else pipe(source, dest, { signal: controller.signal }).then(resolve, resolve);
    });
    while (dest.bytesWritten === 0) await new Promise(setImmediate);
    if (stop === 'unpipe') {
      source.unpipe(dest);
      dest.end();
      await once(dest, 'close');
      source.destroy();
      await once(source, 'close');
    } else {
      if (stop === 'abort') controller.abort();
      else ({ source, dest })[stop].destroy(new Error(stop));
      const error = await copied;
      assert.strictEqual(stop === 'abort' ? error.name : error.message, stop === 'abort' ? 'AbortError' : stop);
      if (!dest.closed) await once(dest, 'close');
      if (!source.closed) await once(source, 'close');
    }
    const copy = fs.readFileSync(at('copy'));
    assert(copy.length >= dest.bytesWritten); // a write under way when it was destroyed is not counted
    assert.strictEqual(digest(copy), digest(bytes.subarray(0, copy.length)));
  }
}

async function replacedFunctionsAreCalled() {
  const { read, write } = fs;
  let reads = 0;
  let writes = 0;
  fs.read = (...args) => { reads++; return read.apply(fs, args); };
  fs.write = (...args) => { writes++; return write.apply(fs, args); };
  await pipe(fs.createReadStream(at('source')), fs.createWriteStream(at('copy')));
  Object.assign(fs, { read, write });
  assertSame(at('copy'), bytes);
  assert(reads > 80 && writes > 0, `${reads} ${writes}`);
}

finish(async () => {
  await wholeFilesAndParts();
  await listenersMayComeLate();
  await aSecondDestinationGetsTheRest();
  await writesInBetweenAreNotTorn();
  await itMayBeStoppedAnywhere();
  await replacedFunctionsAreCalled();
});
