'use strict';
// --env-file and --env-file-if-exists: where on the command line they count, and what is said of files that are not there.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'env-file-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
fs.writeFileSync(path.join(folder, 'a'), 'WORD=a\nONLY_A=1');
fs.writeFileSync(path.join(folder, 'b'), 'WORD=b');
fs.writeFileSync(path.join(folder, 'word.js'), 'console.log(process.env.WORD, process.env.ONLY_A);');

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return [status, stdout, stderr.replaceAll(`${process.execPath}: `, '')];
}

assert.deepStrictEqual(run('--env-file=a', '--env-file', 'b', 'word.js'), [0, 'b 1\n', '']);
assert.deepStrictEqual(run('-p', 'process.env.WORD', '--env-file=a', '--env-file-if-exists', 'b'), [0, 'b\n', '']);
assert.deepStrictEqual(run('word.js', '--env-file=a'), [0, 'undefined undefined\n', '']);
assert.deepStrictEqual(run('--', 'word.js', '--env-file=a'), [0, 'undefined undefined\n', '']);
assert.deepStrictEqual(run('--env-file-if-exists=nix', 'word.js'),
                       [0, 'undefined undefined\n', 'nix not found. Continuing without it.\n']);
for (const [args, error] of [
  [['--env-file=', 'word.js'], ': not found\n'],
  [['--env-file', '', 'word.js'], ': not found\n'],
  [['--env-file', '-p', '1'], '-p: not found\n'],
  [['--env-file=a', '--env-file=nix', 'word.js'], 'nix: not found\n'],
  [['--env-file'], '--env-file requires an argument\n'],
  [['--env-file-if-exists=', 'word.js'], ' not found. Continuing without it.\n--env-file-if-exists= requires an argument\n'],
]) {
  assert.deepStrictEqual(run(...args), [9, '', error], args.join(' '));
}
