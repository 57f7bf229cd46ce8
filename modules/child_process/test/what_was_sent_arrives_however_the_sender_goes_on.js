// Bursts of messages may be written together: still all arrive, in order, and once.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(7030);
const { fork, spawnSync } = require('node:child_process');

const COUNT = 3000;
const endings = {
  exit: () => process.exit(0),
  reallyExit: () => process.reallyExit(0),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  throws: () => { throw new Error('expected'); },
  waits: () => spawnSync(process.execPath, ['-e', 'setTimeout(() => {}, 100)']),
  returns: () => process.disconnect(),
  hangsAfterOne: () => { for (;;); },
};

if (process.argv[2]) {
  const count = Number(process.argv[3]);
  for (let i = 0; i < count; i++) process.send(process.argv[4] === 'advanced' ? new Map([['i', i]]) : { i, text: 'z\u00fcrich \u{1f30a}\n' });
  endings[process.argv[2]]();
  return;
}

for (const serialization of ['json', 'advanced']) {
  for (const ending of Object.keys(endings)) {
    // What the kernel takes at once; more waits in the sender, and dies with it.
    const count = ending === 'hangsAfterOne' ? 1 : ending === 'waits' ? COUNT : 100;
    let next = 0;
    let disconnects = 0;
    const child = fork(__filename, [ending, count, serialization], { serialization, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.on('message', (message) => {
      assert.deepStrictEqual(message, serialization === 'advanced' ? new Map([['i', next]])
        : { i: next, text: 'z\u00fcrich \u{1f30a}\n' });
      next++;
      if (ending === 'hangsAfterOne') child.kill('SIGKILL');
    });
    child.on('disconnect', () => disconnects++);
    child.on('close', () => {
      assert.strictEqual(next, count, `${serialization} ${ending}`);
      assert.strictEqual(disconnects, 1);
    });
  }
}
