'use strict';
// 1200 random compositions by pipeline(), compose(), Duplex.from() and pipe() give what they give on Node 24.12, and all
// their streams end and fail in its order. The hashes are of Node's logs. When one differs: `node
// _random_compositions.js SEED` on both shows where. (Left out are a few seeds whose order depends on how many promise jobs
// each step takes.)
const assert = require('node:assert');
const { hash } = require('./_random_programs.js');
const { runComposition } = require('./_random_compositions.js');
const finish = require('../../../test/_finish');

const ranges = [[100, 540, 'd23394a0'], [540, 1100, 'c22d8b4d'], [5300, 5500, '3830ced8']];

process.on('unhandledRejection', () => {}); // Of streams that nobody reads.
process.on('uncaughtException', () => {});

finish(async () => {
  const failures = [];
  for (const [first, end, expected] of ranges) {
    let logs = '';
    for (let seed = first; seed < end; seed++) logs += (await runComposition(seed)).join('\n');
    if (hash(logs) !== expected) failures.push(`seeds ${first} to ${end - 1}: ${hash(logs)}`);
  }
  process.removeAllListeners('uncaughtException');
  process.removeAllListeners('unhandledRejection');
  assert.deepStrictEqual(failures, []);
});
