'use strict';
// Errors of misuse, by code and message, and what they leave as it was.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const claims = [
  (request, response) => {
    for (const [call, code, message] of [
      [() => response.setHeader('a b', 'c'), 'ERR_INVALID_HTTP_TOKEN', 'Header name must be a valid HTTP token ["a b"]'],
      [() => response.setHeader('a'), 'ERR_HTTP_INVALID_HEADER_VALUE', 'Invalid value "undefined" for header "a"'],
      [() => response.setHeader('a', 'x\ny'), 'ERR_INVALID_CHAR', 'Invalid character in header content ["a"]'],
      [() => response.appendHeader('a', '\u20ac'), 'ERR_INVALID_CHAR', 'Invalid character in header content ["a"]'],
      [() => response.setHeaders({}), 'ERR_INVALID_ARG_TYPE'],
      [() => response.getHeader(1), 'ERR_INVALID_ARG_TYPE'],
      [() => response.writeHead(99), 'ERR_HTTP_INVALID_STATUS_CODE', 'Invalid status code: 99'],
      [() => response.writeHead(200, { a: undefined }), 'ERR_HTTP_INVALID_HEADER_VALUE'],
      [() => response.writeHead(200, ['a']), 'ERR_INVALID_ARG_VALUE'],
      [() => response.write(null), 'ERR_STREAM_NULL_VALUES'],
      [() => response.write(5), 'ERR_INVALID_ARG_TYPE'],
      [() => response.addTrailers({ 'a b': 1 }), 'ERR_INVALID_HTTP_TOKEN', 'Trailer name must be a valid HTTP token ["a b"]'],
      [() => response.writeEarlyHints('x'), 'ERR_INVALID_ARG_TYPE'],
      [() => response.assignSocket(request.socket), 'ERR_HTTP_SOCKET_ASSIGNED'],
      [() => response.writeHead(200, 'b\nad'), 'ERR_INVALID_CHAR', 'Invalid character in statusMessage'],
    ]) {
      assert.throws(call, message === undefined ? { code } : { code, message });
    }
    assert.strictEqual(response.headersSent, false);
    response.statusMessage = undefined;
    response.end('1');
    assert.throws(() => response.setHeader('a', 'b'),
                  { code: 'ERR_HTTP_HEADERS_SENT', message: 'Cannot set headers after they are sent to the client' });
    assert.throws(() => response.writeHead(200), { code: 'ERR_HTTP_HEADERS_SENT' });
  },
  (request, response) => {
    const heard = [];
    response.on('error', (error) => { heard.push(`event ${error.code}`); });
    response.end('2');
    response.end();
    response.write('late', (error) => { heard.push(`write ${error.code}`); });
    response.end('later', (error) => { heard.push(`end ${error.code}`); });
    response.on('close', () => {
      assert.deepStrictEqual(heard, [
        'write ERR_STREAM_WRITE_AFTER_END', 'event ERR_STREAM_WRITE_AFTER_END',
        'end ERR_STREAM_WRITE_AFTER_END', 'event ERR_STREAM_WRITE_AFTER_END',
      ]);
    });
  },
  (request, response) => {
    response.strictContentLength = true;
    response.writeHead(200, { 'Content-Length': 1 });
    assert.throws(() => response.write('33'), {
      code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
      message: 'Response body\'s content-length of 2 byte(s) does not match the content-length of 1 byte(s) set in header',
    });
    response.end('3');
  },
  (request, response) => {
    response.setHeader('X-One', [1, 2]);
    response.setHeader('x-two', 'b');
    response.removeHeader('X-TWO');
    assert.strictEqual(response.hasHeader('x-one'), true);
    assert.deepStrictEqual(response.getHeaders(), { '__proto__': null, 'x-one': [1, 2] });
    assert.deepStrictEqual(response.getRawHeaderNames(), ['X-One']);
    assert.strictEqual(response.getHeader('X-one').length, 2);
    response.end('4');
  },
];

const server = http.createServer((request, response) => claims[+request.url.slice(1)](request, response));
finish(async () => {
  const port = await listen(server);
  for (let i = 0; i < claims.length; i++) {
    const text = await exchange(port, `GET /${i} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    assert.match(text, new RegExp(`^HTTP/1\\.1 200 OK\r\n[^]*\r\n\r\n${i + 1}$`), `claim ${i}`);
  }
  assert.throws(() => http.createServer({ headersTimeout: 2, requestTimeout: 1 }), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => http.createServer({ maxHeaderSize: -1 }), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => http.createServer({ insecureHTTPParser: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
  server.close();
});
