'use strict';
// Symbol.asyncDispose of a server that does not listen: refused by HTTP's servers, as their close() is, not by net's and tls's.
const assert = require('node:assert');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const refusal = { code: 'ERR_SERVER_NOT_RUNNING', message: 'Server is not running.' };
const servers = {
  http: [require('node:http').createServer, refusal], https: [require('node:https').createServer, refusal],
  http2: [require('node:http2').createServer, refusal], secure: [require('node:http2').createSecureServer, null],
  net: [require('node:net').createServer, null], tls: [require('node:tls').createServer, null],
};

finish(async () => {
  for (const [name, [create, expected]] of Object.entries(servers)) {
    const server = create();
    const dispose = () => server[Symbol.asyncDispose]();
    const check = async () => (expected === null ? assert.strictEqual(await dispose(), undefined, name) : assert.rejects(dispose, expected));
    await check();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    assert.strictEqual(await dispose(), undefined, name);
    assert.strictEqual(server.listening, false, name);
    await check();
  }
});
