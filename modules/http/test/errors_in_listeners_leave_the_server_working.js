'use strict';
// What a 'request' listener throws is an uncaught exception; the same connection's other requests are served.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const caught = [];
process.on('uncaughtException', (error) => { caught.push(error.message); });

const server = http.createServer((request, response) => {
  if (request.url === '/before') {
    setImmediate(() => { response.end('[before]'); });
    throw new Error('thrown before end');
  }
  if (request.url === '/after') {
    response.end('[after]');
    throw new Error('thrown after end');
  }
  if (request.url === '/tick') process.nextTick(() => { throw new Error('thrown by a tick'); });
  if (request.url === '/close') server.closeAllConnections();
  response.end('[fine]');
});

const get = (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const count = (text) => (text.match(/\]/g) ?? []).length;

finish(async () => {
  const port = await listen(server);
  for (const path of ['/before', '/after', '/tick']) {
    const text = await exchange(port, [get('/1'), get(path), get('/3')], (got) => count(got) === 3);
    assert.deepStrictEqual(text.match(/\[\w+\]/g), ['[fine]', path === '/tick' ? '[fine]' : `[${path.slice(1)}]`, '[fine]']);
  }
  assert.deepStrictEqual(caught, ['thrown before end', 'thrown after end', 'thrown by a tick']);
  assert.strictEqual(await exchange(port, get('/close')), '');
  assert.strictEqual(count(await exchange(port, get('/again'), (got) => count(got) === 1)), 1);
  server.close();
});
