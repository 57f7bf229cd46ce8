// eddy only: --loop-watch
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { folder, plant, run } = require('./_reports');
const { whileBusy } = require('./_busy');

// Each computes for less than the limit, and takes several times as long.
const LIMIT_MS = 100, OWN_MS = 25, LONG_MS = 500;

const begin = [
  "const os = require('node:os');",
  "const fs = require('node:fs');",
  `function until(step) {`,
  '  const began = performance.now(), before = process.threadCpuUsage();',
  '  for (let own = 0; own < 1000 * OWN && performance.now() - began < LONG;) {',
  '    step();',
  '    const { user, system } = process.threadCpuUsage(before);',
  '    own = user + system;',
  '  }',
  '}',
].join('\n').replace('OWN', OWN_MS).replace('LONG', LONG_MS);

const starved = [
  begin,
  'os.setPriority(19);',
  'setImmediate(function first() {',
  '  until(() => { for (let i = 0; i < 1e4; i++) Math.sqrt(i); });',
  "  console.log('ends');",
  '});',
];

// Not itself, but V8's threads that help it to collect garbage.
const helpless = [
  begin,
  'const kept = Array.from({ length: 1e5 }, (_, i) => ({ i }));',
  'gc();',
  "for (const thread of fs.readdirSync('/proc/self/task')) if (+thread !== process.pid) os.setPriority(+thread, 19);",
  'setImmediate(function collects() {',
  '  until(gc);',
  "  console.log('ends', kept.length);",
  '});',
];

async function isNotReported(name, lines, printed) {
  const { code, stdout, stderr } = await run([`--loop-watch=${LIMIT_MS}ms`, '--expose-gc', plant(name, lines)]);
  assert.deepStrictEqual([code, stdout, stderr], [0, printed, ''], folder);
}

finish(() => whileBusy(async () => {
  await isNotReported('starved.js', starved, 'ends\n');
  await isNotReported('helpless.js', helpless, 'ends 100000\n');
}));
