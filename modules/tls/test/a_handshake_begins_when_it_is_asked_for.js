'use strict';
// A client's handshake begins with tls.connect(), or with what is written; over a socket that connects, once it has. What
// came before the TLSSocket is read once there are listeners.
const assert = require('node:assert');
const { once } = require('node:events');
const net = require('node:net');
const { Duplex, EventEmitter } = require('node:stream');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

function transport(log, name) {
  return new Duplex({ read() {}, write(chunk, encoding, callback) { log.push(name); callback(); } });
}

finish(async () => {
  const log = [];
  const silent = new tls.TLSSocket(transport(log, 'silent'));
  silent.resume();
  const writes = new tls.TLSSocket(transport(log, 'written to'));
  tls.connect({ socket: transport(log, 'connect') });
  assert.deepStrictEqual(log, ['connect']);
  await new Promise(setImmediate);
  writes.write('x');
  await new Promise(setImmediate);
  assert.deepStrictEqual(log, ['connect', 'written to']);
  assert.throws(() => new tls.TLSSocket(new EventEmitter()), TypeError);

  // A socket of the program's own that never connected is closed with what stands on it, and before it.
  const server = tls.createServer(identity('server'), (socket) => socket.end('Hello'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const target = { port, host: '127.0.0.1' };
  const closed = [];
  const under = net.connect(target).on('close', () => closed.push('under'));
  const over = tls.connect({ socket: under, ca: authority }).on('close', () => closed.push('over'));
  over.destroy();
  await once(over, 'close');
  assert.deepStrictEqual(closed, ['under', 'over']);

  for (const socket of [net.connect(target), await connected(target), laterConnected(target)]) {
    const client = tls.connect({ socket, ca: authority, servername: 'localhost', checkServerIdentity() {} });
    let text = '';
    for await (const chunk of client) text += chunk;
    assert.strictEqual(text, 'Hello');
  }
  server.close();

  // Bytes that are no TLS, there before the TLSSocket is.
  const plain = net.createServer((raw) => {
    raw.once('readable', () => {
      const socket = new tls.TLSSocket(raw, { isServer: true, ...identity('server') });
      socket.on('_tlsError', (error) => {
        assert.match(error.code, /^ERR_SSL_/);
        plain.close();
        raw.destroy();
      });
    });
  });
  await once(plain.listen(0, '127.0.0.1'), 'listening');
  const client = net.connect({ port: plain.address().port, host: '127.0.0.1' }, () => client.write(Buffer.alloc(1024, 42)));
  client.on('error', () => {});
  await once(plain, 'close');
});

async function connected(target) {
  const socket = net.connect(target);
  await once(socket, 'connect');
  return socket;
}

function laterConnected(target) {
  const socket = new net.Socket();
  setImmediate(() => socket.connect(target));
  return socket;
}
