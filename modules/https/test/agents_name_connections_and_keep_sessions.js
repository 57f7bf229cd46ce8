// eddy only: keeps sessions by names that the test makes up
'use strict';
const assert = require('node:assert');
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const finish = require('../../../test/_finish');

assert.throws(() => https.get('http://localhost/'), { code: 'ERR_INVALID_PROTOCOL' });

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
server.listen(0, '127.0.0.1', finish.once(() => {
  const { port } = server.address();
  agent.createConnection = () => net.connect(port, '127.0.0.1');
  https.get({ host: 'a.b', agent }, finish.once((response) => {
    response.setEncoding('utf8');
    response.on('data', (text) => assert.strictEqual(text, 'a.b'));
    response.on('end', finish.once(() => server.close()));
  }));
}));
