'use strict';
// What reaches the native side of children around the public functions' checks: NUL in texts, handles of the wrong kind,
// handles that are closed while the description is read.
// eddy only: Node's native side takes other descriptions, and ends the process on some of these.
const assert = require('assert');
const { Pipe, constants } = process.binding('pipe_wrap');
const { Process } = process.binding('process_wrap');
const { spawn } = process.binding('spawn_sync');

const withNul = [
  { file: 'a\0b' },
  { file: '/bin/true', args: ['true', '\0'] },
  { file: '/bin/true', cwd: '\0' },
  { file: '/bin/true', envPairs: ['A=\0'], stdio: [{ type: 'pipe', readable: true, writable: true }] },
];
for (const description of withNul) {
  const { pid, error, output } = spawn(description);
  assert.ok(error < 0, 'spawn of NUL');
  assert.ok(!pid);
  assert.strictEqual(output, null);
  assert.ok(new Process().spawn(description) < 0);
}

const closed = new Pipe(constants.SOCKET);
const closes = {
  type: 'pipe',
  get handle() {
    closed.close();
    return new Pipe(constants.SOCKET);
  },
};
assert.ok(new Process().spawn({ file: '/bin/true', args: ['true'], stdio: [{ type: 'pipe', handle: closed }, closes] }) < 0);
