'use strict';
// Each snapshot begins and ends with a line end, also of one line; files that Node wrote are read.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'snapshots-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
const file = path.join(dir, 'a.test.js');
fs.writeFileSync(file, `require('node:test').test('t', (t) => {
  t.assert.snapshot('one'); t.assert.snapshot({ a: 1 }); t.assert.snapshot('\`\${x}\\\\'); t.assert.snapshot('', { serializers: [] }); });`);
const text = 'exports[`t 1`] = `\n"one"\n`;\n\nexports[`t 2`] = `\n{\n  "a": 1\n}\n`;\n\n' +
  'exports[`t 3`] = `\n"\\`\\${x}\\\\\\\\"\n`;\n\nexports[`t 4`] = `\n\n`;\n';
assert.strictEqual(spawnSync(process.execPath, ['--test-update-snapshots', file]).status, 0);
assert.strictEqual(fs.readFileSync(`${file}.snapshot`, 'utf8'), text);
assert.strictEqual(spawnSync(process.execPath, [file]).status, 0);
fs.writeFileSync(`${file}.snapshot`, text.replace('one', 'other'));
assert.strictEqual(spawnSync(process.execPath, [file]).status, 1);
