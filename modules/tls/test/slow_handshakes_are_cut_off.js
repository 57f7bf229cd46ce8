'use strict';
// Who says nothing, who stops in the middle, and who sends a byte now and then: all are gone when handshakeTimeout is over, and
// the server serves others meanwhile.
const assert = require('node:assert');
const { once } = require('node:events');
const net = require('node:net');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

async function helloOf(options) {
  const sink = net.createServer();
  await once(sink.listen(0, '127.0.0.1'), 'listening');
  const client = tls.connect({ port: sink.address().port, host: '127.0.0.1', servername: 'localhost', ...options });
  client.on('error', () => {});
  const [socket] = await once(sink, 'connection');
  const [hello] = await once(socket, 'data');
  client.destroy();
  socket.destroy();
  sink.close();
  return hello;
}

/** Whether the server answered the good client before it had cut off all others, and one of these had sent some bytes. */
async function attempt(hello, handshakeTimeout) {
  const errors = [];
  const server = tls.createServer({ ...identity('server'), handshakeTimeout }, (socket) => socket.end('served'));
  server.on('tlsClientError', (error) => { errors.push(error.code); });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();

  const timers = [];
  let at = 0; // bytes of the hello that drips
  const clients = [
    () => {},
    (socket) => { socket.write(hello.subarray(0, 50)); },
    (socket) => { socket.write(hello); },
    (socket) => {
      timers.push(setInterval(() => { socket.write(hello.subarray(at, ++at)); }, 20));
    },
  ].map((begin) => {
    const socket = net.connect(port, '127.0.0.1', () => { begin(socket); });
    socket.resume().on('error', () => {});
    return new Promise((resolve) => { socket.on('close', resolve); });
  });
  let text = '';
  try {
    for await (const chunk of tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: authority })) text += chunk;
  } catch { /* it is cut off, too, where the machine stands still for so long */ }
  const isInTime = text === 'served' && errors.length < clients.length;
  await Promise.all(clients);
  timers.forEach(clearInterval);
  assert.deepStrictEqual(errors, Array(clients.length + (text === '' ? 1 : 0)).fill('ERR_TLS_HANDSHAKE_TIMEOUT'));
  await new Promise((resolve) => { server.close(resolve); });
  return isInTime && at >= 2;
}

finish(async () => {
  const hello = await helloOf({});
  let handshakeTimeout = 300;
  while (!await attempt(hello, handshakeTimeout)) handshakeTimeout *= 2;
});
