'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hash-'));
finish.atExit(() => fs.rmSync(folder, { recursive: true }));
fs.mkdirSync(path.join(folder, 'sub'));
const expected = [];
for (let i = 0; i < 20; i++) {
  const file = path.join(folder, i % 2 === 0 ? 'sub' : '', `${i}.bin`);
  const bytes = Buffer.alloc(i * 10_000, i);
  fs.writeFileSync(file, bytes);
  expected.push(`${createHash('sha256').update(bytes).digest('hex')}  ${file}`);
}

const program = path.join(__dirname, '../../examples/hash_files.js');
for (const threads of ['1', '3']) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, folder, threads], { encoding: 'utf8' });
  assert.deepStrictEqual([stderr, status], ['', 0]);
  assert.deepStrictEqual(stdout.trimEnd().split('\n').sort(), expected.toSorted());
}
