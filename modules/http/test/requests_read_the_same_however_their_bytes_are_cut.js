'use strict';
// A stream of pipelined requests, cut in two at each place and into single bytes, gives the same requests, through a
// socket and through a Duplex; and responses come in the order of the requests, whoever is done first.
const assert = require('node:assert');
const http = require('node:http');
const { Duplex } = require('node:stream');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const text =
  'GET /a?b=c HTTP/1.1\r\nHost: one\r\nX-List: 1\r\nX-List: 2\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n' +
  'POST /body HTTP/1.1\r\nHost: one\r\nContent-Length: 11\r\n\r\nhello world' +
  'PUT /chunks HTTP/1.1\r\nHost: one\r\nTransfer-Encoding: chunked\r\nTrailer: T\r\n\r\n' +
  '5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nT: end\r\n\r\n' +
  'QUERY /q HTTP/1.1\r\nHost: one\r\nEmpty:\r\n\r\n' +
  'DELETE /last HTTP/1.1\r\nHost: one\r\nConnection: close\r\n\r\n';
const expected = [
  ['GET', '/a?b=c', { 'host': 'one', 'x-list': '1, 2', 'cookie': 'a=1; b=2' }, '', {}],
  ['POST', '/body', { 'host': 'one', 'content-length': '11' }, 'hello world', {}],
  ['PUT', '/chunks', { 'host': 'one', 'transfer-encoding': 'chunked', 'trailer': 'T' }, 'hello world', { t: 'end' }],
  ['QUERY', '/q', { 'host': 'one', 'empty': '' }, '', {}],
  ['DELETE', '/last', { 'host': 'one', 'connection': 'close' }, '', {}],
];

let seen = [];
const server = http.createServer((request, response) => {
  let body = '';
  const order = seen.length;
  seen.push(null);
  request.on('data', (bytes) => { body += bytes; });
  request.on('end', () => {
    assert.strictEqual(request.complete, true);
    seen[order] = [request.method, request.url, request.headers, body, request.trailers];
    const answer = () => { response.end(`[${order}]`); };
    if (order % 2 === 0) setImmediate(answer);
    else answer();
  });
});

function check(answers, where) {
  assert.deepStrictEqual(seen, expected, where);
  assert.deepStrictEqual(answers.match(/\[\d\]/g), ['[0]', '[1]', '[2]', '[3]', '[4]'], where);
  seen = [];
}

function throughDuplex(pieces) {
  return new Promise((resolve) => {
    let answers = '';
    const socket = new Duplex({
      read() { this.push(pieces.length > 0 ? Buffer.from(pieces.shift()) : null); },
      write(chunk, encoding, callback) {
        answers += chunk;
        callback();
      },
      final(callback) {
        callback();
        resolve(answers);
      },
    });
    server.emit('connection', socket);
  });
}

finish(async () => {
  const port = await listen(server);
  for (let cut = 1; cut < text.length; cut += 3) {
    check(await exchange(port, [text.slice(0, cut), text.slice(cut)]), `cut at ${cut}`);
  }
  check(await exchange(port, text), 'in one');
  check(await exchange(port, [...text]), 'in single bytes');
  server.httpAllowHalfOpen = true;
  check(await throughDuplex([text]), 'through a Duplex');
  check(await throughDuplex([...text]), 'through a Duplex in single bytes');
  server.close();
});
