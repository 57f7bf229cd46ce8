// eddy only: TLS itself is not there yet
'use strict';
const assert = require('node:assert');
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');

assert.deepStrictEqual([tls.DEFAULT_MIN_VERSION, tls.DEFAULT_MAX_VERSION], ['TLSv1.2', 'TLSv1.3']);
assert.strictEqual(net.createServer() instanceof tls.Server, false);
for (const name of ['connect', 'createServer', 'createSecureContext', 'checkServerIdentity']) {
  assert.throws(() => tls[name](), {
    code: 'ERR_METHOD_NOT_IMPLEMENTED', message: `The tls.${name}() method is not implemented`,
  });
}
assert.throws(() => new tls.TLSSocket(), { code: 'ERR_METHOD_NOT_IMPLEMENTED' });

assert.throws(() => https.createServer(), { code: 'ERR_METHOD_NOT_IMPLEMENTED' });
assert.throws(() => https.get('https://localhost/'), {
  code: 'ERR_METHOD_NOT_IMPLEMENTED', message: 'The https.Agent.createConnection() (TLS) method is not implemented',
});
assert.throws(() => https.get('http://localhost/'), { code: 'ERR_INVALID_PROTOCOL' });

// What needs no TLS works: names of connections, kept sessions, an agent that brings its own connections.
const agent = new https.Agent({ maxCachedSessions: 2 });
assert.strictEqual(agent.getName(), `localhost::${':'.repeat(20)}`);
assert.strictEqual(agent.getName({
  host: 'a', port: 1, localAddress: 'b', family: 4, ca: 'ca', rejectUnauthorized: false, servername: 's', sigalgs: 'x',
}), 'a:1:b:4:ca::::::false:s::::::::::"x"::');
for (const [name, session] of [['a', 1], ['b', 2], ['c', 3], ['b', 4]]) agent._cacheSession(name, session);
assert.deepStrictEqual(agent._sessionCache, { map: { b: 4, c: 3 }, list: ['b', 'c'] });
agent._evictSession('b');
assert.strictEqual(agent._getSession('b'), undefined);

const server = http.createServer((request, response) => response.end(request.headers.host));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  agent.createConnection = () => net.connect(port, '127.0.0.1');
  https.get({ host: 'a.b', agent }, (response) => {
    response.setEncoding('utf8');
    response.on('data', (text) => assert.strictEqual(text, 'a.b'));
    response.on('end', () => server.close());
  });
});
