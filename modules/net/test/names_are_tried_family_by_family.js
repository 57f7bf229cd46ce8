'use strict';
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

assert.strictEqual(net.getDefaultAutoSelectFamily(), true);
assert.strictEqual(net.getDefaultAutoSelectFamilyAttemptTimeout(), 250);
net.setDefaultAutoSelectFamilyAttemptTimeout(1);
assert.strictEqual(net.getDefaultAutoSelectFamilyAttemptTimeout(), 10);
net.setDefaultAutoSelectFamilyAttemptTimeout(2500);
assert.throws(() => net.setDefaultAutoSelectFamily(1), { code: 'ERR_INVALID_ARG_TYPE' });

const order = [];
const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const lookup = (name, options, callback) => setImmediate(callback, null, [
    { address: '127.0.0.3', family: 4 }, { address: '127.0.0.1', family: 4 },
  ]);
  const socket = net.connect({ port, host: 'some.name', lookup });
  socket.on('lookup', (error, address, family, host) => order.push(['lookup', error, address, family, host]));
  socket.on('connectionAttempt', (address, at, family) => order.push(['attempt', address, at === port, family]));
  socket.on('connectionAttemptFailed', (address, at, family, error) => order.push(['failed', address, error.code]));
  socket.on('connect', () => order.push(['connect', socket.remoteAddress]));
  socket.resume().on('close', () => {
    assert.deepStrictEqual(socket.autoSelectFamilyAttemptedAddresses, [`127.0.0.3:${port}`, `127.0.0.1:${port}`]);
    server.close();
  });
});

// With one family, or without the selection, one address is looked up.
net.connect({
  port: 1, family: 4,
  lookup: (name, options, callback) => {
    assert.strictEqual(options.all, undefined);
    assert.strictEqual(options.family, 4);
    callback(null, 'no address', 4);
  },
}).on('error', (error) => order.push([error.code]));

finish.atExit(() => {
  assert.deepStrictEqual(order, [
    ['ERR_INVALID_IP_ADDRESS'],
    ['lookup', null, '127.0.0.3', 4, 'some.name'],
    ['lookup', null, '127.0.0.1', 4, 'some.name'],
    ['attempt', '127.0.0.3', true, 4],
    ['failed', '127.0.0.3', 'ECONNREFUSED'],
    ['attempt', '127.0.0.1', true, 4],
    ['connect', '127.0.0.1'],
  ]);
});
