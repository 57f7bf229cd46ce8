'use strict';
// What waits in the queue is called a last time; then come the hooks, the function's finalizer and at last the addon's data.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const program = require.resolve('./_ends_with_a_thread_safe_function');
const library = require('./_compile')('thread_safe_function');
for (const ending of ['end', 'worker', 'exit in a worker', 'terminated']) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, library, ending]);
  assert.strictEqual(`${stderr}`, '');
  assert.strictEqual(status, 0);
  assert.strictEqual(`${stdout}`, 'called\nhook\nfunction finalized\ninstance data finalized\n', ending);
}
