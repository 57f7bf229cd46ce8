'use strict';
// The handler answers at once, and the answer ends the connection: what the packet has left of the request still comes.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const answers = {
  end(response) { response.end('x'); },
  write(response) {
    response.write('x');
    response.end();
  },
  tick(response) { process.nextTick(() => { response.end('x'); }); },
  big(response) { response.end(Buffer.alloc(1 << 20)); },
};

finish(async () => {
  for (const answer of Object.keys(answers)) {
    const log = [];
    const server = http.createServer((request, response) => {
      request.on('end', () => log.push('end')).on('close', () => log.push(`close ${request.complete} ${request.aborted}`));
      answers[answer](response);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const client = net.connect(server.address().port, '127.0.0.1').resume();
    client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody');
    await once(client, 'close');
    await once(server.close(), 'close');
    assert.deepStrictEqual(log, ['end', 'close true false'], answer);
  }
});
