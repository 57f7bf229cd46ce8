'use strict';
// Test files as tests: their names, as patterns and run() give them, and the numbers of results at top level.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'names-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
fs.mkdirSync(path.join(folder, 'in'));
const put = (name, text) => fs.writeFileSync(path.join(folder, name), text);
for (const name of ['in/a.js', 'in/c.js']) put(name, 'const { test } = require("node:test"); test("one", () => {}); test("two", () => {});');
for (const name of ['in/b.js', 'in/d.js']) put(name, '');
delete process.env.NODE_TEST_CONTEXT;

const results = (...args) => {
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  assert.strictEqual(status, 0);
  return stdout.split('\n').filter((line) => /^(?:not )?ok /.test(line));
};
const given = (...patterns) => results('--test', '--test-reporter=tap', ...patterns);

// A file without tests is a test itself, numbered among the files; the tests of others are numbered as they are reported.
assert.deepStrictEqual(given('./in/*.js'), [
  'ok 1 - one', 'ok 2 - two', 'ok 2 - in/b.js', 'ok 4 - one', 'ok 5 - two', 'ok 4 - in/d.js',
]);
const parent = `../${path.basename(folder)}`;
assert.deepStrictEqual(given('./in/b.js'), ['ok 1 - in/b.js']);
assert.deepStrictEqual(given(`${folder}/in/b.js`), [`ok 1 - ${folder}/in/b.js`]);
assert.deepStrictEqual(given(`${folder}/in/[b]*`), [`ok 1 - ${folder}/in/b.js`]);
assert.deepStrictEqual(given(`${parent}/in/b.js`), [`ok 1 - ${parent}/in/b.js`]);
assert.deepStrictEqual(given('in/b.js', './in/b.js', `${folder}/in/b.js`).length, 2);

put('runs.mjs', `import { run } from 'node:test';
for await (const { type, data } of run({ files: [process.argv[2]] })) {
  if (type === 'test:pass') console.log(\`ok \${data.testNumber} - \${data.name}\`);
}`);
assert.deepStrictEqual(results('runs.mjs', 'in/d.js'), ['ok 1 - in/d.js']);
assert.deepStrictEqual(results('runs.mjs', `${folder}/in/d.js`), [`ok 1 - ${folder}/in/d.js`]);
