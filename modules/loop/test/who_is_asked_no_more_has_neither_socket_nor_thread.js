// eddy only: eddy loop
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const finish = require('../../../test/_finish');
const { plant, start, stop, eddy } = require('./_asking');

const WAITS = 'console.log("waits"); setInterval(() => {}, 1e6);';

// A thread may end while it is looked at.
function nameOf(task) {
  try {
    return fs.readFileSync(`${task}/comm`, 'utf8').trim();
  } catch (error) {
    assert.ok(error.code === 'ENOENT' || error.code === 'ESRCH', error.code);
    return '';
  }
}

function threadsOf(pid) {
  return fs.readdirSync(`/proc/${pid}/task`).map((task) => nameOf(`/proc/${pid}/task/${task}`));
}

finish(async () => {
  const child = await start([plant('waits.js', WAITS)]);
  const path = `/tmp/eddy-${process.geteuid()}/loop-${child.pid}`;
  const isAnswering = () => fs.existsSync(path) || threadsOf(child.pid).includes('loop-questions');
  assert.ok(!isAnswering());
  // Twice: what is gone comes again.
  for (let i = 0; i < 2; i++) {
    const { code, stderr } = await eddy(['loop', 'top', String(child.pid), '--period', '20ms', '--count', '1']);
    assert.strictEqual(code, 0, stderr);
    await finish.until(() => !isAnswering());
  }
  await stop(child);
});
