'use strict';
// What a test in a process of its own threw, as the reporters tell it: errors within an AggregateError, the code of an object that
// is no error, and names with line feeds in them.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'errors-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
fs.writeFileSync(path.join(folder, 'file.test.js'), `const { test } = require('node:test');
test('several\\nat once', () => { throw new AggregateError([new TypeError('one'), 'two'], 'many'); });
test('no error', () => { throw { code: 'OWN_CODE', a: 1 }; });
`);
fs.writeFileSync(path.join(folder, 'reporter.mjs'), `export default async function* (source) {
  for await (const { type, data } of source) {
    if (type !== 'test:fail' || data.nesting !== 0 || data.details.error.cause?.errors === undefined) continue;
    const { cause } = data.details.error;
    yield JSON.stringify([cause.errors[0] instanceof Error, cause.errors[0].message, cause.errors[1],
                          Object.keys(cause).includes('errors')]) + '\\n';
  }
}
`);

delete process.env.NODE_TEST_CONTEXT;
const run = (reporter) => spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`, 'file.test.js'],
                                    { cwd: folder, encoding: 'utf8' });
const { status, stdout } = run('./reporter.mjs');
assert.deepStrictEqual([status, stdout], [1, '[true,"one","two",false]\n']);

const lines = run('tap').stdout.split('\n').map((line) => line.trim());
assert.deepStrictEqual(lines.filter((line) => /^(?:not ok|# Subtest|code:|error:)/.test(line)), [
  '# Subtest: several\\\\nat once', 'not ok 1 - several\\\\nat once', `error: 'many'`, `code: 'ERR_TEST_FAILURE'`,
  '# Subtest: no error', 'not ok 2 - no error', `error: "{ code: 'OWN_CODE', a: 1 }"`, `code: 'OWN_CODE'`,
]);
