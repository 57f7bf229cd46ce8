'use strict';
// Every call, event and state field of 300 random stream programs is as Node 24.12 has them, in its order: the hashes
// are of Node's logs. When one differs: `node _random_programs.js SEED` on both shows where.
const assert = require('node:assert');
const { hash, runProgram } = require('./_random_programs.js');

const expected = [
  '828c9e84', 'bcc1e649', '0a821a53', '591f3398', '41b6718d', 'd13ecca3', 'a6e3fb4d', 'f47dbc2d',
  '0d67a37d', '70c379d5', 'f8a35224', '58749f9a', 'fb1805a5', '6c079973', '5af10335',
];

(async () => {
  for (let first = 0; first < 300; first += 20) {
    let logs = '';
    for (let seed = first; seed < first + 20; seed++) logs += (await runProgram(seed)).join('\n');
    assert.strictEqual(hash(logs), expected[first / 20], `seeds ${first} to ${first + 19}`);
  }
})();
