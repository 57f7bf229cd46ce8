// What a callback sends goes out while it still runs: a parent sees the progress of a child that never comes back to its loop.
'use strict';
const finish = require('../../../test/_finish');
const { fork } = require('node:child_process');

if (process.argv[2] === 'child') {
  for (let i = 0; ; i++) {
    process.send({ i });
    // Work without an end, with a message after each part of it.
    const until = performance.now() + 3;
    while (performance.now() < until);
  }
}

const assert = finish.plan(100);
let next = 0;
const child = fork(__filename, ['child']);
child.on('message', ({ i }) => {
  assert.strictEqual(i, next++);
  if (next === 100) child.kill('SIGKILL');
});
