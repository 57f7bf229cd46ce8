'use strict';
// A polluted Object.prototype turns no option on for servers that were made without options.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const pollution = {
  insecureHTTPParser: true, maxHeaderSize: 10, requireHostHeader: false, joinDuplicateHeaders: true, keepAlive: true,
  rejectNonStandardBodyWrites: true, uniqueHeaders: ['x'], optimizeEmptyRequests: true, noDelay: false,
  IncomingMessage: class Other {}, ServerResponse: class Other {},
};

finish(async () => {
  for (const make of [(listener) => http.createServer(listener), (listener) => http.createServer(undefined, listener),
                      (listener) => new http.Server(listener)]) {
    Object.assign(Object.prototype, pollution);
    const server = make((request, response) => {
      response.end(`${request.constructor === http.IncomingMessage} ${response.constructor === http.ServerResponse}`);
    });
    for (const name of Object.keys(pollution)) delete Object.prototype[name];
    assert.strictEqual(server.insecureHTTPParser, undefined);
    assert.strictEqual(server.maxHeaderSize, undefined);
    assert.strictEqual(server.requireHostHeader, true);
    const port = await listen(server);
    const lenient = 'GET / HTTP/1.1\r\nHost: x\r\nA: b\x01c\r\nConnection: close\r\n\r\n';
    assert.match(await exchange(port, lenient), /^HTTP\/1\.1 400 /);
    assert.match(await exchange(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 200 [^]*true true$/);
    assert.match(await exchange(port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400 /);
    server.close();
  }
});
