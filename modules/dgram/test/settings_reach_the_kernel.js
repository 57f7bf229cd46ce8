'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(17);
const dgram = require('node:dgram');

const socket = dgram.createSocket({ type: 'udp4', reuseAddr: true, recvBufferSize: 16384, sendBufferSize: 20480 });
socket.bind({ port: 0, address: '0.0.0.0', exclusive: true }, function() {
  assert.strictEqual(this, socket);
  assert.ok([16384, 32768].includes(socket.getRecvBufferSize())); // Linux doubles it
  assert.ok([20480, 40960].includes(socket.getSendBufferSize()));
  socket.setRecvBufferSize(8192);
  assert.ok([8192, 16384].includes(socket.getRecvBufferSize()));
  assert.strictEqual(socket.getSendQueueSize(), 0);
  assert.strictEqual(socket.getSendQueueCount(), 0);

  assert.strictEqual(socket.setBroadcast(true), undefined);
  assert.strictEqual(socket.setTTL(16), 16);
  assert.throws(() => socket.setTTL(0), { message: 'setTTL EINVAL' });
  assert.strictEqual(socket.setMulticastTTL(255), 255);
  assert.throws(() => socket.setMulticastTTL(1000), { message: 'setMulticastTTL EINVAL' });
  assert.strictEqual(socket.setMulticastLoopback(16), 16);
  socket.setMulticastInterface('0.0.0.0');
  assert.throws(() => socket.setMulticastInterface('x'), { message: 'setMulticastInterface EINVAL' });
  assert.throws(() => socket.addMembership('256.1.1.1'), { message: 'addMembership EINVAL' });
  assert.throws(() => socket.addMembership('224.0.0.114', 'bogus'), { message: 'addMembership EINVAL' });
  assert.throws(() => socket.addSourceSpecificMembership('1.1.1.1', '0'), {
    message: 'addSourceSpecificMembership EINVAL',
  });
  socket.close();
});

const first = dgram.createSocket({ type: 'udp4', reusePort: true });
const second = dgram.createSocket({ type: 'udp4', reusePort: true });
first.bind(0, '127.0.0.1', () => {
  second.bind(first.address().port, '127.0.0.1', () => {
    assert.strictEqual(second.address().port, first.address().port);
    first.close();
    second.close();
  });
});
