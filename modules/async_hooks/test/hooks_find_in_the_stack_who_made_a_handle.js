// Tools that look for who made a handle (why-is-node-running) find the program among the ten frames of an Error.
'use strict';
const assert = require('node:assert');
const { createHook } = require('node:async_hooks');
const { exec, spawn } = require('node:child_process');
const net = require('node:net');
const tls = require('node:tls');
const finish = require('../../../test/_finish');

const limit = Error.stackTraceLimit;
const found = new Map();
const hook = createHook({
  init(id, type) {
    if (!type.endsWith('WRAP')) return;
    const { stack } = new Error();
    if (!found.has(type)) found.set(type, stack.includes('makesThem'));
  },
}).enable();

function makesThem() {
  const server = net.createServer().listen(0, finish.once(() => { server.close(); }));
  const socket = net.connect(1, '127.0.0.1');
  const secure = tls.connect(1, '127.0.0.1');
  for (const each of [socket, secure]) each.on('error', finish.once(() => {}));
  spawn(process.execPath, ['-e', '0']).on('close', finish.once(() => {}));
  exec('true', finish.once(() => {}));
}
makesThem();
hook.disable();

for (const type of ['TCPSERVERWRAP', 'TCPWRAP', 'PIPEWRAP', 'PROCESSWRAP', 'TLSWRAP']) assert.strictEqual(found.get(type), true, type);
assert.strictEqual(Error.stackTraceLimit, limit);

// What a hook sets stays.
createHook({ init(id, type) { if (type === 'TCPSERVERWRAP') Error.stackTraceLimit = 3; } }).enable();
const server = net.createServer().listen(0, finish.once(() => { server.close(); }));
assert.strictEqual(Error.stackTraceLimit, 3);
