// eddy only: --loop-watch
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { plant, run } = require('./_reports');

const lines = [
  'function spin(size) {',
  '  for (let i = 0, sum = 0; i < size * 1e5; i++) sum += Math.sqrt(i) % 3;',
  '}',
  'let left = 3;',
  'const block = () => { for (let size = 1; !isEnough(); size *= 2) spin(size); };',
  'const next = () => { block(); if (--left > 0) setImmediate(next); };',
  'setImmediate(next);',
];

finish(async () => {
  const file = plant('thrice.js', lines);
  const { code, stderr } = await run(['--loop-watch=40ms', file]);
  assert.strictEqual(code, 0, stderr);
  assert.strictEqual(stderr.match(/your code {2}thrice\.js:2:14 {2}spin/g)?.length, 1, stderr);
  assert.match(stderr, /\nloop blocked 2 more times by thrice\.js:2 spin, median \d+ ms {2}\(pid \d+\)\n$/);
});
