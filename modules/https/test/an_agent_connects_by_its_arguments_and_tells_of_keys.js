'use strict';
// agent.createConnection(port, host, options): port and host count before the options', which stay as they are. The agent
// tells of its connections' key material. https.Server takes options only as an object.
const assert = require('node:assert');
const { once } = require('node:events');
const https = require('node:https');
const finish = require('../../../test/_finish');
const { identity } = require('../../tls/test/_pem');

finish(async () => {
  for (const options of ['foo', 42, true, [], Symbol('x')]) {
    assert.throws(() => new https.Server(options), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: /^The "options" argument must be of type object\. Received / });
  }
  const server = https.createServer(identity('server'), (request, response) => response.end('hello'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const agent = new https.Agent({ keepAlive: true, maxVersion: 'TLSv1.2' });
  const options = Object.freeze({ port: 3000, rejectUnauthorized: false });
  const socket = agent.createConnection(port, '127.0.0.1', options);
  await once(socket, 'secureConnect');
  assert.strictEqual(socket.remotePort, port);
  socket.destroy();

  const lines = [];
  agent.on('keylog', (line, from) => lines.push([line.toString().split(' ')[0], from.encrypted]));
  for (let i = 0; i < 2; i++) {
    const [response] = await once(https.get({ port, host: '127.0.0.1', agent, rejectUnauthorized: false }), 'response');
    response.resume();
    await once(response, 'end');
    await new Promise(setImmediate);
  }
  assert.deepStrictEqual(lines, [['CLIENT_RANDOM', true]]); // the second took the same connection
  agent.destroy();
  server.close();
});
