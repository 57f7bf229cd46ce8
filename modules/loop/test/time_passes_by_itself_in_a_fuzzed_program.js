// eddy only: --fuzz-seed
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { plant, eddy } = require('./_asking');

const HOUR_MS = 3_600_000;

// Hours of timers, looking at the clock until it has moved, and sleeping.
const clocks = [
  'const wall = Date.now(), since = performance.now(), tick = process.hrtime.bigint();',
  'const passed = () => [Date.now() - wall, Math.floor(performance.now() - since), Number((process.hrtime.bigint() - tick) / 1000000n)];',
  'for (const end = Date.now() + 30; Date.now() < end;);',
  'console.log("looked", ...passed());',
  'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);',
  'console.log("slept", ...passed());',
  `setTimeout(() => console.log('timer', ...passed()), ${HOUR_MS});`,
  `setTimeout(() => console.log('later', ...passed()), ${HOUR_MS + 5});`,
  'let turns = 0;',
  'setTimeout(() => console.log("turned", turns > 10), 5);',
  '(function turn() { if (++turns < 1e4) setImmediate(turn); })();',
  'console.log(Math.random(), new Date().toISOString().slice(11));',
].join('\n');

// A child that is under way is waited for: its answer comes before the timer that would be later by the machine's clock.
const outside = [
  "const { execFile, execFileSync } = require('node:child_process');",
  `const limit = setTimeout(() => console.log('too early'), ${HOUR_MS});`,
  "execFile(process.execPath, ['-p', '1 + 1'], (error, stdout) => {",
  '  clearTimeout(limit);',
  '  console.log(error, stdout.trim());',
  '  const began = Date.now();',
  "  execFileSync(process.execPath, ['-e', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)']);",
  '  console.log(Date.now() - began >= 100);',
  '});',
].join('\n');

async function run(source, name, seed = 1) {
  const { code, stdout, stderr } = await eddy([`--fuzz-seed=${seed}`, '--fuzz-keep=none', plant(name, source)]);
  assert.strictEqual(code, 0, stderr);
  return stdout;
}

finish(async () => {
  const text = await run(clocks, 'clocks.js');
  assert.strictEqual(await run(clocks, 'clocks.js'), text);
  const lines = text.trim().split('\n').map((line) => line.split(' '));
  const times = (word) => lines.find(([first]) => first === word).slice(1).map(Number);
  for (const [word, ms] of [['looked', 30], ['slept', 50], ['timer', HOUR_MS + 50], ['later', HOUR_MS + 55]]) {
    for (const time of times(word)) assert.ok(time >= ms - 1 && time <= ms + 2, `${word}: ${time}`);
  }
  assert.deepStrictEqual(lines.find(([first]) => first === 'turned'), ['turned', 'true']);
  const [random, other] = await Promise.all([run('console.log(Math.random())', 'random.js'), run('console.log(Math.random())', 'random2.js', 2)]);
  assert.notStrictEqual(random, other);
  assert.strictEqual(await run(outside, 'outside.js'), 'null 2\ntrue\n');
});
