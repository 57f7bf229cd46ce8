// net._createServerHandle, server._listen2 and the methods of handles convert what they are given, as Node does: what makes no address
// or port is an errno, not an exception.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(31);
const net = require('node:net');
const { TCP, constants } = process.binding('tcp_wrap');

const EINVAL = -22;

function nameOf(handle) {
  const name = {};
  assert.strictEqual(handle.getsockname(name), 0);
  handle.close();
  return name.address;
}

for (const given of [[], [null], ['', 0, 4], [0, 0, 4]]) assert.strictEqual(nameOf(net._createServerHandle(...given)), '::');
for (const port of [{}, undefined, '0x0', 2 ** 32]) {
  assert.strictEqual(nameOf(net._createServerHandle('127.0.0.1', port, 4)), '127.0.0.1');
}
for (const address of ['x', {}, 1, -3, 1.5, 1n, () => {}]) assert.strictEqual(net._createServerHandle(address), EINVAL);
assert.strictEqual(net._createServerHandle('127.0.0.1', 0, 4, 1e20), EINVAL);

for (const address of ['x', {}, 7]) {
  const server = new net.Server();
  server.on('error', finish.once((error) => {
    assert.strictEqual(error.code, 'EINVAL');
    assert.strictEqual(error.message, `listen EINVAL: invalid argument ${address}`);
  }));
  server._listen2(address);
}

const handle = new TCP(constants.SOCKET);
assert.strictEqual(handle.bind({}, 1), EINVAL);
handle.close();
