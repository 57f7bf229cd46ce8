'use strict';
// What dgram makes of its handles: descriptors, references, options of the kernel, errors by name, and the end.
const assert = require('assert');
const finish = require('../../../test/_finish');
const dgram = require('dgram');

finish(async () => {
  for (const [type, address, family] of [['udp4', '127.0.0.1', 'IPv4'], ['udp6', '::1', 'IPv6']]) {
    const socket = dgram.createSocket(type);
    assert.throws(() => socket.address(), { code: 'EBADF', syscall: 'getsockname' });
    await new Promise((done) => socket.bind(0, address, done));
    const { port } = socket.address();
    assert.deepStrictEqual(socket.address(), { address, family, port });
    assert.strictEqual(port > 0, true);

    socket.setRecvBufferSize(10_000);
    socket.setSendBufferSize(12_000);
    assert.strictEqual(socket.getRecvBufferSize() >= 10_000 && socket.getSendBufferSize() >= 12_000, true);
    assert.strictEqual(socket.setTTL(9), 9);
    assert.throws(() => socket.setTTL(300), { code: 'EINVAL', syscall: 'setTTL' });
    assert.deepStrictEqual([socket.getSendQueueSize(), socket.getSendQueueCount()], [0, 0]);

    const got = new Promise((done) => socket.on('message', (message, info) => done([message.toString(), info])));
    assert.strictEqual(await new Promise((done, failed) => {
      socket.send(['a', Buffer.from('bc')], port, address, (error, bytes) => (error ? failed(error) : done(bytes)));
    }), 3);
    assert.deepStrictEqual(await got, ['abc', { address, family, port, size: 3 }]);

    const other = dgram.createSocket(type);
    other.bind(port, address);
    const taken = await new Promise((done) => other.on('error', done));
    assert.deepStrictEqual([taken.code, taken.syscall, taken.address, taken.port], ['EADDRINUSE', 'bind', address, port]);
    other.close();

    await new Promise((done) => socket.close(done));
    assert.throws(() => socket.send('x', port, address), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
    assert.throws(() => socket.close(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
  }

  const quiet = dgram.createSocket('udp4').bind(0); // keeps nothing alive
  quiet.unref();
});
