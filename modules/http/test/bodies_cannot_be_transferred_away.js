'use strict';
// Small bodies share memory: nobody can take it from the others with a message.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const bodies = [];
const server = http.createServer((request, response) => {
  request.on('data', (bytes) => {
    bodies.push(bytes);
    const { buffer } = bytes;
    if (buffer.byteLength > bytes.length) {
      assert.throws(() => structuredClone(buffer, { transfer: [buffer] }), { name: 'DataCloneError' });
    }
  });
  request.on('end', () => { response.end('x'); });
});

finish(async () => {
  const port = await listen(server);
  for (const body of ['one', 'two', 'three']) {
    await exchange(port, `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
                   (text) => text.endsWith('x'));
  }
  assert.deepStrictEqual(bodies.map(String), ['one', 'two', 'three']);
  server.close();
});
