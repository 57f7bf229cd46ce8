// eddy only: `eddy profile`
'use strict';
// Samples find the program within malloc, free and the loader of libraries, in other threads' signals and in collections of
// garbage; it goes on, and its results are right.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { profileText } = require('./_native');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

const { profile } = profileText(folder, `
  const assert = require('node:assert');
  const { createHash } = require('node:crypto');
  const { Worker } = require('node:worker_threads');
  const zlib = require('node:zlib');
  let workers = 0;
  function startWorker() {
    const source = "const end = Date.now() + 50; const kept = []; while (Date.now() < end) kept.push(Buffer.alloc(5000).toString('hex'))";
    new Worker(source, { eval: true }).on('exit', (code) => { assert.strictEqual(code, 0); if (++workers < 4) startWorker(); });
  }
  startWorker();
  process.on('SIGUSR2', () => {});
  let rounds = 0;
  function round() {
    const buffers = Array.from({ length: 500 }, (_, i) => Buffer.allocUnsafeSlow(1 + i * 997 % 70_000).fill(i));
    const joined = Buffer.concat(buffers);
    assert.deepStrictEqual(zlib.inflateSync(zlib.deflateSync(joined, { level: 1 })).equals(joined), true);
    assert.strictEqual(createHash('sha1').update(joined).digest('hex').length, 40);
    assert.strictEqual(JSON.parse(JSON.stringify(buffers.map((buffer) => buffer.length))).length, 500);
    structuredClone(new Map(buffers.map((buffer, i) => [i, String(i).repeat(20)])));
    process.kill(process.pid, 'SIGUSR2');
    if (++rounds < 8 || workers < 4) setImmediate(round);
  }
  round();`, '--interval', '50');
profile.check();
assert.ok(profile.samples.length > 100, String(profile.samples.length)); // thousands, unless others have the processor
