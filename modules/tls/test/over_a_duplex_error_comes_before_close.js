'use strict';
// A handshake over a pair of streams that fails: 'error', then 'close', once each.
const assert = require('node:assert');
const { duplexPair } = require('node:stream');
const tls = require('node:tls');
const finish = require('../../../test/_finish');

finish(async () => {
  const [near, far] = duplexPair();
  const socket = tls.connect({ socket: near });
  const events = [];
  setImmediate(() => far.write(Buffer.alloc(20_000, 'no TLS')));
  await new Promise((resolve) => {
    for (const event of ['secureConnect', 'end', 'error']) socket.on(event, () => events.push(event));
    socket.on('close', (hadError) => {
      events.push(`close ${hadError}`);
      setImmediate(resolve);
    });
  });
  assert.deepStrictEqual(events, ['error', 'close true']);
});
