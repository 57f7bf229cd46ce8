'use strict';
const assert = require('node:assert');
const net = require('node:net');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');
const { withServer } = require('./_exchange');

const code = (fn) => {
  try {
    fn();
    return 'none';
  } catch (error) {
    return error.code ?? error.message;
  }
};

function requestProperties(request) {
  assert.ok(request instanceof http2.Http2ServerRequest);
  assert.deepStrictEqual([request.httpVersion, request.httpVersionMajor, request.httpVersionMinor], ['2.0', 2, 0]);
  assert.deepStrictEqual([request.method, request.url, request.scheme], ['GET', '/a?b', 'http']);
  assert.strictEqual(request.authority, `127.0.0.1:${request.socket.localPort}`);
  assert.deepStrictEqual(request.rawHeaders.slice(-4), ['x', '1', 'x', '2']);
  assert.strictEqual(request.headers.x, '1, 2');
  assert.strictEqual(request.headers, request.headers);
  for (const value of ['', ' ']) assert.strictEqual(code(() => { request.method = value; }), 'ERR_INVALID_ARG_VALUE');
  assert.strictEqual(code(() => { request.method = 5; }), 'ERR_INVALID_ARG_TYPE');
  request.method = 'PATCH';
  request.url = '/c';
  assert.deepStrictEqual([request.headers[':method'], request.headers[':path']], ['PATCH', '/c']);
  delete request.headers[':authority'];
  request.headers.host = 'elsewhere';
  assert.strictEqual(request.authority, 'elsewhere');
}

function socketProperties(request, response) {
  const { socket, stream } = request;
  assert.strictEqual(response.socket, socket);
  assert.strictEqual(request.connection, socket);
  assert.strictEqual(response.connection, socket);
  assert.ok(socket instanceof net.Socket);
  assert.deepStrictEqual([socket.readable, socket.writable, socket.destroyed], [true, true, false]);
  assert.strictEqual(socket.remoteAddress, '127.0.0.1');
  assert.deepStrictEqual(socket.address(), { address: '127.0.0.1', family: 'IPv4', port: socket.localPort });
  assert.deepStrictEqual(['remotePort' in socket, 'id' in socket, 'nothing' in socket], [true, true, false]);
  for (const name of ['pause', 'read', 'resume', 'write']) {
    assert.strictEqual(code(() => socket[name]), 'ERR_HTTP2_NO_SOCKET_MANIPULATION');
    assert.strictEqual(code(() => { socket[name] = 1; }), 'ERR_HTTP2_NO_SOCKET_MANIPULATION');
  }
  socket.mark = 5;
  assert.strictEqual(stream.session.socket.mark, 5);
  // Events, and what ends it, are the stream's.
  assert.strictEqual(socket.on('test', finish.once()), stream);
  stream.emit('test');
  const end = () => {};
  socket.end = end;
  assert.strictEqual(stream.end, end);
  delete stream.end;
  assert.strictEqual(socket.setTimeout(0), stream.session);
}

class Request extends http2.Http2ServerRequest {}
class Response extends http2.Http2ServerResponse {}

finish(() => withServer(async (ask) => {
  let asked;
  const messages = await new Promise((resolve) => {
    asked = ask((request, response) => {
      assert.ok(request instanceof Request && response instanceof Response);
      assert.deepStrictEqual([response.req === request, response.stream === request.stream], [true, true]);
      requestProperties(request);
      socketProperties(request, response);
      response.on('finish', finish.once(() => {
        assert.strictEqual(response.socket, undefined);
        assert.strictEqual(request.socket.readable, false);
      }));
      response.on('close', () => resolve({ request, response }));
      response.end('body');
    }, { ':path': '/a?b', 'x': ['1', '2'] });
  });
  assert.strictEqual((await asked).body, 'body');
  // What is called too late does nothing, or says so.
  const { request, response } = messages;
  assert.strictEqual(request.socket.destroyed, true);
  request.pause();
  request.resume();
  assert.strictEqual(request.setTimeout(1, finish.never('no timeout')), request);
  response.setTimeout(1, finish.never('no timeout'));
  response.flushHeaders();
  assert.deepStrictEqual([response.writeContinue(), response.writeHead(200) === response], [false, true]);
  response.createPushResponse({}, finish.once((error) => assert.strictEqual(error.code, 'ERR_HTTP2_INVALID_STREAM')));
}, { Http2ServerRequest: Request, Http2ServerResponse: Response }));
