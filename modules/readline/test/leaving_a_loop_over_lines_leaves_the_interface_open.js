'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { once } = require('node:events');
const readline = require('node:readline/promises');
const { PassThrough } = require('node:stream');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

const later = (input, text) => setImmediate(() => input.write(text));

async function goesOnByEveryWay() {
  const input = new PassThrough();
  const lines = readline.createInterface({ input });
  const seen = [];
  later(input, 'one\nstop\nleft\n');
  for await (const line of lines) {
    seen.push(line);
    if (line === 'stop') break;
  }
  assert.ok(!lines.closed);
  assert.strictEqual(lines.listenerCount('line'), 0);
  later(input, 'Ada\n');
  assert.strictEqual(await lines.question('name? '), 'Ada');
  later(input, 'more\n');
  assert.deepStrictEqual(await once(lines, 'line'), ['more']);
  for await (const line of lines) seen.push(line); // what had come before the loop was left
  assert.deepStrictEqual(seen, ['one', 'stop', 'left']);
  lines.close();
  assert.strictEqual(lines.closed, true);
}

async function anErrorInTheLoopClosesNothingEither() {
  const input = new PassThrough();
  const lines = readline.createInterface({ input });
  later(input, 'a\nb\n');
  await assert.rejects(async () => {
    for await (const line of lines) throw new Error(line);
  }, { message: 'a' });
  assert.ok(!lines.closed);
  lines.close();
}

async function manyLinesWait() {
  const input = new PassThrough();
  const lines = readline.createInterface({ input });
  later(input, 'x\n'.repeat(3000));
  for await (const line of lines) {
    assert.strictEqual(line, 'x');
    break;
  }
  assert.strictEqual(lines.paused, true);
  let count = 0;
  for await (const _ of lines) count++;
  assert.strictEqual(count, 2999);
  assert.strictEqual(lines.paused, false);
  lines.close();
}

async function filesAreClosed() {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lines-')), 'file');
  for (const count of [3, 500]) {
    fs.writeFileSync(file, 'line\n'.repeat(count));
    const handle = await fs.promises.open(file);
    const closed = once(handle, 'close');
    for await (const line of handle.readLines()) {
      assert.strictEqual(line, 'line');
      break;
    }
    await closed;
    assert.strictEqual(handle.fd, -1);
  }
  const kept = await fs.promises.open(file);
  for await (const _ of kept.readLines({ autoClose: false })) break;
  await new Promise(setImmediate);
  assert.ok(kept.fd >= 0);
  await kept.close();
  fs.rmSync(path.dirname(file), { recursive: true });
}

finish(async () => {
  await goesOnByEveryWay();
  await anErrorInTheLoopClosesNothingEither();
  await manyLinesWait();
  await filesAreClosed();
});
