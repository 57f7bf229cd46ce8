'use strict';
// Flags: --expose-gc
// A TLSSocket that stood on a pair of streams, and failed, is collected once nobody refers to it.
const assert = require('node:assert');
const { duplexPair } = require('node:stream');
const { setImmediate: turn } = require('node:timers/promises');
const tls = require('node:tls');
const finish = require('../../../test/_finish');

// In a function of its own: no variable of the test keeps the socket.
async function fail() {
  const [near, far] = duplexPair();
  const socket = tls.connect({ socket: near });
  setImmediate(() => far.write(Buffer.alloc(20_000, 'no TLS')));
  const code = await new Promise((resolve) => {
    socket.on('error', (error) => socket.on('close', () => resolve(error.code)));
  });
  assert.match(code, /^ERR_SSL_/);
  return new WeakRef(socket);
}

finish(async () => {
  const sockets = [];
  for (let i = 0; i < 10; i++) sockets.push(await fail());
  // A reference of the machine's own may linger for some turns: of the last ones, not of them all.
  const left = () => sockets.filter((socket) => socket.deref() !== undefined).length;
  for (let turns = 0; turns < 50 && left() > 5; turns++) {
    await turn();
    globalThis.gc();
  }
  assert.ok(left() <= 5, `${left()} of 10 sockets are there still`);
});
