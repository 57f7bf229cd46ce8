'use strict';
// What ALPNCallback throws, or gives without being offered it, is an uncaught exception; both sides are told that there is
// no protocol.
const assert = require('node:assert');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

const callbacks = [
  [() => 'http/5', 'ERR_TLS_ALPN_CALLBACK_INVALID_RESULT'], [() => null, 'ERR_TLS_ALPN_CALLBACK_INVALID_RESULT'],
  [() => { throw Object.assign(new Error('mine'), { code: 'MINE' }); }, 'MINE'], [() => undefined, undefined],
];

finish(async () => {
  for (const [ALPNCallback, expected] of callbacks) {
    const uncaught = [];
    process.on('uncaughtException', (error) => uncaught.push(error.code));
    const server = tls.createServer({ ...identity('server'), ALPNCallback });
    assert.strictEqual(server.ALPNCallback, ALPNCallback);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const failed = once(server, 'tlsClientError');
    const client = tls.connect({ port: server.address().port, host: 'localhost', ca: authority, ALPNProtocols: ['http/1', 'h2'] });
    const closed = once(client, 'close').catch((error) => error.code);
    assert.strictEqual((await failed)[0].code, 'ERR_SSL_NO_APPLICATION_PROTOCOL');
    assert.strictEqual(await closed, 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
    assert.deepStrictEqual(uncaught, expected === undefined ? [] : [expected]);
    process.removeAllListeners('uncaughtException');
    server.close();
  }
});
