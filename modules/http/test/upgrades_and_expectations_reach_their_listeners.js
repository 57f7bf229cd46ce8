'use strict';
// 'upgrade', 'connect', 'checkContinue', 'checkExpectation', 'clientError': who listens decides; who does not gets the
// default.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const HOST = 'Host: x\r\n';
const UPGRADE = `GET /up HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: test\r\n\r\n\r\nrest`;
const CONNECT = `CONNECT a:1 HTTP/1.1\r\n${HOST}\r\nrest`;
const CONTINUE = `POST / HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`;
const STRANGE = `GET / HTTP/1.1\r\n${HOST}Expect: miracles\r\n\r\n`;

const echo = (request, response) => {
  let body = '';
  request.on('data', (bytes) => { body += bytes; });
  request.on('end', () => { response.end(`${request.method} ${request.upgrade} ${body}.`); });
};
const ended = (text) => text.endsWith('.');

// Expectations are those of HTTP/1.1; a lenient parser takes other versions.
async function onlyOfVersion11() {
  const lenient = http.createServer({ insecureHTTPParser: true }, (request, response) => {
    response.end(`of ${request.httpVersion}`);
  });
  const port = await listen(lenient);
  for (const version of ['1.0', '1.2', '9.0']) {
    const text = `PUT / HTTP/${version}\r\nHost: x\r\nExpect: magic\r\n\r\n`;
    assert.match(await exchange(port, text), new RegExp(`^HTTP/1\\.1 200 OK\r\n.*of ${version}$`, 's'));
  }
  lenient.close();
}

finish(async () => {
  const server = http.createServer(echo);
  const port = await listen(server);

  assert.match(await exchange(port, UPGRADE.replace('\r\nrest', ''), ended), /200 OK[^]*GET false \.$/);
  assert.strictEqual(await exchange(port, CONNECT), '');
  assert.match(await exchange(port, [CONTINUE, 'hi'], ended), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[^]*POST false hi\.$/);
  assert.match(await exchange(port, STRANGE, (text) => text.endsWith('0\r\n\r\n')), /^HTTP\/1\.1 417 Expectation Failed\r\n/);
  await onlyOfVersion11();

  for (const name of ['upgrade', 'connect']) {
    server.on(name, (request, socket, head) => {
      assert.ok(Buffer.isBuffer(head));
      assert.strictEqual(request.upgrade, true);
      assert.strictEqual(request.socket, socket);
      assert.strictEqual(socket.listenerCount('data'), 0);
      let got = '';
      const take = (bytes) => {
        got += bytes;
        if (got.endsWith('more')) socket.end(JSON.stringify([name, request.url, got]));
      };
      take(head); // with or without what was sent after it
      socket.on('data', take);
    });
  }
  assert.strictEqual(await exchange(port, [UPGRADE, ' and more']), JSON.stringify(['upgrade', '/up', '\r\nrest and more']));
  assert.strictEqual(await exchange(port, [CONNECT, ' and more']), JSON.stringify(['connect', 'a:1', 'rest and more']));

  server.on('checkContinue', (request, response) => {
    response.writeContinue();
    echo(request, response);
  });
  assert.match(await exchange(port, [CONTINUE, 'hi'], ended), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[^]*hi\.$/);
  server.on('checkExpectation', (request, response) => {
    response.statusCode = 200;
    response.end(`${request.headers.expect}.`);
  });
  assert.match(await exchange(port, STRANGE, ended), /^HTTP\/1\.1 200 OK[^]*miracles\.$/);

  server.on('clientError', (error, socket) => {
    assert.strictEqual(error.code, 'HPE_INVALID_METHOD');
    assert.strictEqual(error.bytesParsed, 1);
    assert.strictEqual(String(error.rawPacket), 'Nonsense\r\n\r\n');
    socket.end('HTTP/1.1 499 Mine\r\n\r\n');
  });
  assert.strictEqual(await exchange(port, 'Nonsense\r\n\r\n'), 'HTTP/1.1 499 Mine\r\n\r\n');
  server.close();
});
