'use strict';
// The head and the framing of a response, for each way to write one.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const KEPT = 'Date: D\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n';
const cases = [
  [(q, r) => { r.writeHead(200, { 'Content-Type': 'text/plain' }); r.end('hi'); },
   `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n${KEPT}Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n`],
  [(q, r) => { r.end('hi'); }, `HTTP/1.1 200 OK\r\n${KEPT}Content-Length: 2\r\n\r\nhi`],
  [(q, r) => { r.end('h\u00e9\u20ac'); }, `HTTP/1.1 200 OK\r\n${KEPT}Content-Length: 6\r\n\r\nh\xc3\xa9\xe2\x82\xac`],
  [(q, r) => { r.setHeader('X', 'caf\xe9'); r.end(Buffer.from([0, 255])); },
   `HTTP/1.1 200 OK\r\nX: caf\xe9\r\n${KEPT}Content-Length: 2\r\n\r\n\x00\xff`],
  [(q, r) => { r.setHeader('X', 'caf\xe9'); r.end('\u00e9', 'latin1'); },
   `HTTP/1.1 200 OK\r\nX: caf\xe9\r\n${KEPT}Content-Length: 1\r\n\r\n\xe9`],
  [(q, r) => { r.end('6869', 'hex'); }, `HTTP/1.1 200 OK\r\n${KEPT}Content-Length: 2\r\n\r\nhi`],
  [(q, r) => { r.write('a'); r.end('b'); },
   `HTTP/1.1 200 OK\r\n${KEPT}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n`],
  [(q, r) => { r.write('\u20ac'); r.write(Buffer.from('x')); setImmediate(() => { r.write('y'); r.end(); }); },
   `HTTP/1.1 200 OK\r\n${KEPT}Transfer-Encoding: chunked\r\n\r\n` +
   '3\r\n\xe2\x82\xac\r\n1\r\nx\r\n1\r\ny\r\n0\r\n\r\n'],
  [(q, r) => { r.flushHeaders(); r.cork(); r.write('ab'); r.write('cd'); r.uncork(); r.end(); },
   `HTTP/1.1 200 OK\r\n${KEPT}Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n`],
  [(q, r) => { r.writeHead(204); r.end(); }, `HTTP/1.1 204 No Content\r\n${KEPT}\r\n`],
  [(q, r) => { r.statusCode = 304; r.end('x'); }, `HTTP/1.1 304 Not Modified\r\n${KEPT}\r\n`],
  [(q, r) => { r.sendDate = false; r.end(); },
   'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n'],
  [(q, r) => { r.setHeader('Connection', 'close'); r.end('x'); },
   'HTTP/1.1 200 OK\r\nConnection: close\r\nDate: D\r\nContent-Length: 1\r\n\r\nx'],
  [(q, r) => { r.removeHeader('Connection'); r.removeHeader('content-length'); r.end('x'); },
   'HTTP/1.1 200 OK\r\nDate: D\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n'],
  [(q, r) => { r.writeHead(200, ['a', '1', 'b', ['2', '3']]); r.end('x'); },
   `HTTP/1.1 200 OK\r\na: 1\r\nb: 2\r\nb: 3\r\n${KEPT}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`],
  [(q, r) => {
    r.setHeader('a', ['1', '2']);
    r.appendHeader('Set-Cookie', 'x=1');
    r.appendHeader('Set-Cookie', ['y=2', 'z=3']);
    r.writeHead(201, 'Made', { 'A': '9', 'Content-Length': 1 });
    r.end('x');
  }, 'HTTP/1.1 201 Made\r\nA: 9\r\nSet-Cookie: x=1\r\nSet-Cookie: y=2\r\nSet-Cookie: z=3\r\nContent-Length: 1\r\n' +
     `${KEPT}\r\nx`],
  [(q, r) => { r.setHeaders(new Map([['one', 1], ['two', '2']])); r.end(); },
   `HTTP/1.1 200 OK\r\none: 1\r\ntwo: 2\r\n${KEPT}Content-Length: 0\r\n\r\n`],
  [(q, r) => { r.setHeader('Trailer', 'X-T'); r.write('q'); r.addTrailers({ 'X-T': 'z' }); r.end(); },
   `HTTP/1.1 200 OK\r\nTrailer: X-T\r\n${KEPT}Transfer-Encoding: chunked\r\n\r\n1\r\nq\r\n0\r\nX-T: z\r\n\r\n`],
  [(q, r) => { r.flushHeaders(); r.end('x'); },
   `HTTP/1.1 200 OK\r\n${KEPT}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`],
  [(q, r) => {
    r.writeProcessing();
    r.writeEarlyHints({ link: '</a>; rel=preload', x: 'y' });
    r.writeContinue();
    r.end();
  }, 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nx: y\r\n\r\n' +
     `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${KEPT}Content-Length: 0\r\n\r\n`],
  [(q, r) => { r.setHeader('Keep-Alive', 'timeout=99'); r.end('z'); },
   'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=99\r\nDate: D\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nz'],
  [(q, r) => { r.socket.setNoDelay(); r.end('with a socket'); },
   `HTTP/1.1 200 OK\r\n${KEPT}Content-Length: 13\r\n\r\nwith a socket`],
  [(q, r) => { r.write('one'); r.socket.setNoDelay(); r.end('two'); },
   `HTTP/1.1 200 OK\r\n${KEPT}Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n`],
];

const server = http.createServer((request, response) => cases[+request.url.slice(1)][0](request, response));

finish(async () => {
  const port = await listen(server);
  for (let i = 0; i < cases.length; i++) {
    const expected = cases[i][1];
    const got = await exchange(port, `GET /${i} HTTP/1.1\r\nHost: x\r\n\r\n`,
                               (text) => text.replace(/Date: [^\r]*/g, 'Date: D').length >= expected.length);
    assert.strictEqual(got, expected, `case ${i}`);
  }
  // HTTP/1.0 gets no chunks and, unless it asks, no second answer; HEAD gets no body.
  assert.strictEqual(await exchange(port, 'GET /1 HTTP/1.0\r\n\r\n'),
                     'HTTP/1.1 200 OK\r\nDate: D\r\nConnection: close\r\n\r\nhi');
  assert.strictEqual(await exchange(port, 'HEAD /1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
                     'HTTP/1.1 200 OK\r\nDate: D\r\nConnection: close\r\n\r\n');
  server.close();
});
