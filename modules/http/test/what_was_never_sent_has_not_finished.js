'use strict';
// A request that is destroyed as it gets its socket has not finished: its head and body count as waiting to its end.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

finish(async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const request = http.request({ port, host: '127.0.0.1', agent: false, method: 'POST' });
  request.on('error', finish.once((error) => { assert.strictEqual(error.code, 'ECONNRESET'); }));
  request.on('socket', finish.once(() => { request.destroy(); })).on('finish', finish.never('finish'));
  request.end('hello');
  await new Promise((resolve) => { request.on('close', resolve); });
  await new Promise(setImmediate);
  assert.strictEqual(request.writableFinished, false);
  assert.strictEqual(request.outputData.length, 0);
  assert.ok(request.writableLength > 'hello'.length);
  server.close();
});
