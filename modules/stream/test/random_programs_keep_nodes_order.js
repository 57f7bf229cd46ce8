'use strict';
// Every call, event and state field of 300 random stream programs is as Node 24.12 has them, in its order, and so is
// what 600 random iterations over streams see, to the promise job. The hashes are of Node's logs. When one differs:
// `node _random_programs.js SEED` (or `_random_iterations.js SEED`) on both shows where.
const assert = require('node:assert');
const { hash, runProgram } = require('./_random_programs.js');
const { runIteration } = require('./_random_iterations.js');
const finish = require('../../../test/_finish');

const programs = [
  '828c9e84', 'bcc1e649', '0a821a53', '591f3398', '41b6718d', 'd13ecca3', 'a6e3fb4d', 'f47dbc2d',
  '0d67a37d', '70c379d5', 'f8a35224', '58749f9a', 'fb1805a5', '6c079973', '5af10335',
];
const iterations = [
  'c98024d0', 'f859fd10', 'ced2b110', 'a42741ce', '7a570087', '96bc653c', 'fb0369e3', 'a8411e69',
  'f317bf70', 'c18f5e8d', '2e59208f', 'b7a7287f', '24c69ba6', '6223bd1a', 'ff766667',
];

async function check(run, expected, count) {
  for (let i = 0; i < expected.length; i++) {
    let logs = '';
    for (let seed = i * count; seed < (i + 1) * count; seed++) logs += (await run(seed)).join('\n');
    assert.strictEqual(hash(logs), expected[i], `${run.name}: seeds ${i * count} to ${(i + 1) * count - 1}`);
  }
}

finish(async () => {
  await check(runProgram, programs, 20);
  await check(runIteration, iterations, 40);
});
