'use strict';
// --eval and standard input take TypeScript that imports: what no JavaScript compiles is stripped of its types first.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const source = "import util from 'node:util';\nconst text: string = 'typed';\nconsole.log(util.format('%s', text));";
for (const { args, input } of [{ args: ['--eval', source] }, { args: ['-'], input: source }]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--no-warnings', ...args], { input, encoding: 'utf8' });
  assert.strictEqual(stderr, '');
  assert.strictEqual(stdout, 'typed\n');
  assert.strictEqual(status, 0);
}
