'use strict';
// http._connectionListener serves a connection for an emitter that is no Server, as mitm does: it gets 'request'.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { EventEmitter } = require('node:events');
const finish = require('../../../test/_finish.js');

const emitter = new EventEmitter();
emitter[require('_http_common').kIncomingMessage] = http.IncomingMessage;
emitter[require('_http_server').kServerResponse] = http.ServerResponse;
emitter.on('request', finish.once((request, response) => response.end(`${request.method} ${request.url}`)));
const server = net.createServer((socket) => http._connectionListener.call(emitter, socket)).listen(0, '127.0.0.1', () => {
  http.get({ host: '127.0.0.1', port: server.address().port, path: '/a', agent: false }, finish.once(async (response) => {
    assert.strictEqual((await response.toArray()).join(''), 'GET /a');
    server.close();
  }));
});
