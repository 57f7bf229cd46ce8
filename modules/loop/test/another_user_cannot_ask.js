// eddy only: eddy loop
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');
const { eddy, plant, start, stop } = require('./_asking');

const WAITS = 'console.log("waits"); setInterval(() => {}, 1e6);';
const isThere = (path) => fs.existsSync(path);

// The build, and os.tmpdir(), may lie where others may not go.
function executableForAll() {
  const folder = fs.mkdtempSync('/tmp/eddy-for-all-');
  process.on('exit', () => fs.rmSync(folder, { recursive: true }));
  fs.chmodSync(folder, 0o711);
  const copy = `${folder}/eddy`;
  fs.copyFileSync(process.execPath, copy);
  fs.chmodSync(copy, 0o755);
  return copy;
}

finish(async () => {
  const child = await start([plant('waits.js', WAITS)]);
  const path = `/tmp/eddy-${process.geteuid()}/loop-${child.pid}`;
  assert.ok(!isThere(path), 'who was not asked has no socket');
  // Three seconds behind the last question the socket is gone: on a slow machine somebody has to ask all the time.
  const asker = await start(['loop', 'top', String(child.pid)]);
  assert.strictEqual(fs.statSync(`/tmp/eddy-${process.geteuid()}`).mode & 0o777, 0o700);
  assert.strictEqual(fs.statSync(path).mode & 0o777, 0o600);

  // Somebody with another number: of a process of root's, when this is not root.
  const isRoot = process.geteuid() === 0;
  const [pid, options] = isRoot ? [child.pid, { uid: 65534, gid: 65534, cwd: '/', command: executableForAll() }] : [1, {}];
  const other = await eddy(['loop', 'why', String(pid)], options);
  assert.match(other.stderr, /^eddy loop: process \d+ (?:belongs to another user: only user \d+ can ask it, and you are \d+|cannot be looked at: .*)\n$/);
  assert.strictEqual(other.code, 1);

  // The socket goes with the process.
  const socket = net.connect({ path });
  const [greeting] = await once(socket, 'data');
  assert.match(greeting.toString(), /^eddy-loop 1 \d+\.\d+\.\d+\n$/);
  socket.destroy();
  await stop(asker);
  await stop(child);
});
