'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { createSocket } = require('node:dgram');
const fs = require('node:fs');
const net = require('node:net');
const zlib = require('node:zlib');
const { randomBytes } = require('node:crypto');
const { MessageChannel } = require('node:worker_threads');
const finish = require('../../../test/_finish');

// What was there before: standard streams.
const before = process.getActiveResourcesInfo();
const handlesBefore = before.filter((kind) => kind.endsWith('Wrap'));

/** What is there besides. */
function kinds() {
  const now = process.getActiveResourcesInfo();
  for (const kind of handlesBefore) now.splice(now.indexOf(kind), 1);
  return now;
}

// Jobs of the pool that have no request of their own are not listed.
let left = 3;
const done = () => { left--; };
zlib.gzip('x', finish.once(done));
randomBytes(4, finish.once(done));
assert.deepStrictEqual(kinds(), []);

fs.stat('/', finish.once(done));
const timer = setTimeout(() => {}, 1000);
const immediate = setImmediate(() => {});
assert.deepStrictEqual(kinds(), ['FSReqCallback', 'Timeout', 'Immediate']);
clearTimeout(timer);
clearImmediate(immediate);

finish(async () => {
  await finish.until(() => left === 0);
  await new Promise(setImmediate);
  const server = net.createServer().listen(0);
  const path = `${require('node:os').tmpdir()}/eddy-${process.pid}`;
  const local = net.createServer().listen(path);
  const udp = createSocket('udp4').bind(0);
  const bound = new Promise((resolve) => { udp.on('listening', resolve); });
  assert.deepStrictEqual(kinds().sort(), ['PipeWrap', 'TCPServerWrap', 'UDPWrap']);
  udp.unref();
  local.unref();
  assert.deepStrictEqual(kinds(), ['TCPServerWrap']);
  await bound;
  await Promise.all([server, local, udp].map((it) => new Promise((resolve) => { it.close(resolve); })));
  await new Promise(setImmediate); // the handles are gone

  const child = spawn('cat');
  assert.deepStrictEqual(kinds(), ['PipeWrap', 'PipeWrap', 'PipeWrap', 'ProcessWrap']);
  child.stdin.end();
  await new Promise((resolve) => { child.on('close', resolve); });
  await new Promise(setImmediate);

  const { port1 } = new MessageChannel();
  port1.on('message', () => {});
  const channel = new BroadcastChannel('x');
  assert.deepStrictEqual(kinds().filter((kind) => kind !== 'ProcessWrap'), ['MessagePort', 'MessagePort']); // it closes late
  port1.close();
  channel.close();
});
