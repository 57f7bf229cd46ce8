'use strict';
// A request's reading stops where its stream is full, and goes on with its end: on a kept connection the next request is
// answered, whatever size the body had that nobody read, and whoever looked at its socket.
const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');
const finish = require('../../../test/_finish.js');

const SIZES = [1, 60_000, 65_000, 65_536, 66_000, 70_000, 100_000, 131_072, 300_000];

finish(async () => {
  let looks;
  const server = http.createServer(async (request, response) => {
    if (looks) assert.strictEqual(request.socket, response.socket);
    response.write('a');
    await new Promise(setImmediate);
    response.end('b');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let answered = 0;
  for (looks of [false, true]) {
    for (const size of SIZES) {
      const request = http.request({ host: '127.0.0.1', port: server.address().port, method: 'POST', agent });
      request.end(Buffer.alloc(size));
      const [response] = await once(request, 'response');
      response.resume();
      await once(request, 'close');
      answered++;
    }
  }
  assert.strictEqual(answered, 2 * SIZES.length);
  agent.destroy();
  server.close();
  await once(server, 'close');
});
