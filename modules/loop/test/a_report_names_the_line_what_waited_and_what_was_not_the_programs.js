// eddy only: --loop-watch
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { plant, run } = require('./_reports');

const lines = [
  "const fs = require('node:fs');",                                       // 2
  'function readAll(size) {',                                             // 3
  '  for (let i = 0; i < size * 10; i++) {',                              // 4
  '    fs.readFileSync(__filename);',                                     // 5
  '  }',                                                                  // 6
  '}',                                                                    // 7
  'function handle() {',                                                  // 8
  '  setTimeout(() => {}, 1);',                                           // 9
  '  setTimeout(() => {}, 2);',                                           // 10
  '  for (let size = 1; !isEnough(); size *= 2) readAll(size);',          // 11
  '}',                                                                    // 12
  'setImmediate(handle);',                                                // 13
];

finish(async () => {
  const { code, stderr } = await run(['--loop-watch=40ms', plant('files.js', lines)]);
  assert.strictEqual(code, 0, stderr);
  assert.match(stderr, /^loop blocked \d+ ms in phase check, turn \d+; \d+ callbacks waited behind it +\(pid \d+, \d\d:\d\d:\d\d\.\d{3}\)\n/);
  assert.match(stderr, /\n {2}callback {3}immediate\n/);
  assert.match(stderr, /\n {2}your code {2}files\.js:3:17 {2}readAll +\d+ ms {3}\(\d+ % of \d+ samples\)\n/);
  assert.match(stderr, /\n {15}files\.js:5 +fs\.readFileSync\(__filename\) +\d+ ms\n/);
  assert.match(stderr, /\n {2}entered at files\.js:8:16 {3}function handle\(\) \{\n/);
  assert.match(stderr, /\n {2}not yours .*synchronous file access \(readFileSync\), \d+ ms/);
  assert.match(stderr, /\n {2}behind it .*2 timers \(oldest due \d+ ms ago\)/);
  assert.strictEqual(stderr.match(/loop blocked/g).length, 1, stderr);
});
