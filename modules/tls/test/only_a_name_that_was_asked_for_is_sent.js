'use strict';
// tls.connect() asks for a name (SNI) when it is given one, not for that of the host; https asks for the host's.
const assert = require('node:assert');
const https = require('node:https');
const tls = require('node:tls');
const { once } = require('node:events');
const { identity } = require('./_pem');
const finish = require('../../../test/_finish');

finish(async () => {
  const asked = [];
  const server = https.createServer(identity('server'), (request, response) => { response.end(); });
  server.on('secureConnection', (socket) => asked.push(socket.servername));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const lookup = (host, options, callback) => {
    if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
    else callback(null, '127.0.0.1', 4);
  };
  const common = { port, lookup, rejectUnauthorized: false };
  for (const options of [{ host: 'one.test' }, { host: 'one.test', servername: 'two.test' }, { host: 'one.test', servername: '' }]) {
    const socket = tls.connect({ ...common, ...options });
    await once(socket, 'secureConnect');
    assert.strictEqual(socket.servername, options.servername || false);
    socket.end();
    await once(socket, 'close');
  }
  const [response] = await once(https.get({ ...common, host: 'one.test', agent: false }), 'response');
  await once(response.resume(), 'end');
  assert.deepStrictEqual(asked, [false, 'two.test', false, 'one.test']);
  server.close();
});
