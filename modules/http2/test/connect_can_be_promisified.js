// util.promisify(http2.connect): a promise of the session once it is connected, or of the error; its name is connect's.
'use strict';
const finish = require('../../../test/_finish');
const assert = require('node:assert');
const http2 = require('node:http2');
const { once } = require('node:events');
const { promisify } = require('node:util');

finish(async () => {
  const connect = promisify(http2.connect);
  assert.strictEqual(connect.name, 'connect');
  const server = http2.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const authority = `http://127.0.0.1:${server.address().port}`;
  const session = await connect(authority);
  assert.deepStrictEqual([session.connecting, session.destroyed], [false, false]);
  session.close();
  server.close();
  await once(server, 'close');
  await assert.rejects(connect(authority), { code: 'ECONNREFUSED' });
});
