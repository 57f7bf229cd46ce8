// The arguments that a forked program's runtime gets: ours, but for the program that --eval gave us.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(6);
const { spawnSync } = require('node:child_process');

if (process.argv[2] === 'child') {
  process.send(process.execArgv);
  process.disconnect();
} else {
  // Should it run again nevertheless, it must not fork again.
  const program = `
    if (process.env.EDDY_TEST_FORKED) process.exit(1);
    const child = require('child_process').fork(${JSON.stringify(__filename)}, ['child'], {
      env: { ...process.env, EDDY_TEST_FORKED: '1' },
    });
    child.on('message', (execArgv) => console.log(JSON.stringify(execArgv)));`;
  for (const option of ['-e', '--eval']) {
    const { stdout, stderr, status } =
      spawnSync(process.execPath, ['--no-warnings', option, program], { encoding: 'utf8', timeout: 20000 });
    assert.strictEqual(stderr, '');
    assert.strictEqual(status, 0);
    assert.strictEqual(stdout, '["--no-warnings"]\n');
  }
}
