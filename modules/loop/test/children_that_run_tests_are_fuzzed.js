// eddy only: --fuzz, --fuzz-seed
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { plant, eddy } = require('./_asking');

// The first result is there before the last, unless it is held back.
const late = [
  "const { stat } = require('node:fs');",
  'let isThere = false;',
  'stat(__filename, () => { isThere = true; });',
  'let left = 3;',
  '(function next() { if (left-- > 0) stat(__filename, next); else if (!isThere) throw new Error("it is late"); })();',
].join('\n');

// As vitest does: a process for the tests, with options that the runner chooses.
const runner = [
  "const { fork } = require('node:child_process');",
  "const child = fork(process.argv[2], { execArgv: ['--no-warnings'] });",
  "child.on('exit', (code) => { process.exitCode = code; });",
].join('\n');

// Of other options nothing is handed on, nor to other programs.
const asked = [
  "const { fork } = require('node:child_process');",
  "if (process.send) console.log(process.execArgv.filter((word) => !word.startsWith('--fuzz-log')).join(' '));",
  "else fork(__filename, { execArgv: ['--no-warnings'], execPath: process.argv[2] });",
].join('\n');

async function found() {
  const words = [plant('runner.js', runner), plant('late.js', late)];
  const { code, stderr } = await eddy(['--fuzz=40', '--fuzz-replays=2', '--fuzz-seed=0x1', ...words]);
  assert.strictEqual(code, 1, stderr);
  assert.match(stderr, /^FUZZ FAILURE {2}\S+runner\.js \S+late\.js {3}seed 0x[0-9a-f]+, run \d+ of 40 {3}\(exit code 1\)\n {2}Error: it is late {5}late\.js:5:\d+/);
  assert.match(stderr, /^ {2}passes in the plain order; fails whenever A runs before B \(2 of 2 replays\)$/m);
  assert.match(stderr, /^ {4}A {3}fs \w+ done +late\.js:5:\d+ .*\(B had not come yet\)$/m);
  assert.match(stderr, /^ {4}B {3}fs stat done +late\.js:3:1$/m);
  assert.match(stderr, /^ {2}shrunk from \d+ choices? to 1$/m);
  const [, replay] = /^ {2}replay {2}eddy (.*)$/m.exec(stderr);
  const again = await eddy(replay.split(' '));
  assert.deepStrictEqual([again.code, /Error: it is late/.test(again.stderr)], [1, true]);
}

async function handedOn() {
  const file = plant('asked.js', asked);
  const fuzzed = await eddy(['--fuzz-seed=3', '--fuzz-keep=none', file, process.execPath]);
  assert.strictEqual(fuzzed.stdout, '--fuzz-seed=3 --fuzz-keep=none --no-warnings\n');
  const plain = await eddy([file, process.execPath]);
  assert.strictEqual(plain.stdout, '--no-warnings\n');
}

finish(async () => {
  await found();
  await handedOn();
});
