'use strict';
// What waits in the queue is called a last time; then come the hooks, the function's finalizer and at last
// that of the addon's data. Memory that JavaScript has of the addon is finalized before that data, too.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const program = require.resolve('./_ends_with_a_thread_safe_function');
const library = require('./_compile')('thread_safe_function');
for (const ending of ['end', 'worker', 'exit in a worker', 'terminated']) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, library, ending]);
  assert.strictEqual(`${stderr}`, '');
  assert.strictEqual(status, 0);
  const lines = `${stdout}`.split('\n');
  const memory = lines.indexOf('memory finalized');
  assert.ok(memory !== -1 && memory < lines.indexOf('instance data finalized'), ending);
  lines.splice(memory, 1);
  assert.deepStrictEqual(lines, ['called', 'hook', 'function finalized', 'instance data finalized', ''], ending);
}
