'use strict';
// Text of an environment variable, too; what is no number is the least.
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

finish(async () => {
  for (const backlog of ['511', 'x', 1.5, 1e10, true, {}, [], Infinity, NaN, null, undefined, -1]) {
    const server = net.createServer();
    await new Promise((resolve, reject) => {
      server.on('error', reject);
      server.listen({ port: 0, host: '127.0.0.1', backlog }, resolve);
    });
    assert.ok(server.address().port > 0);
    server.close();
  }
  assert.throws(() => net.createServer().listen({ port: 0, backlog: 5n }), { message: 'Cannot convert a BigInt value to a number' });
});
