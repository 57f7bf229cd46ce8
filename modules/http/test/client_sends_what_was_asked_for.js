'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(47);
const http = require('node:http');
const net = require('node:net');

// What arguments may not be.
for (const [options, code, message] of [
  [{ protocol: 'https:' }, 'ERR_INVALID_PROTOCOL', 'Protocol "https:" not supported. Expected "http:"'],
  [{ path: '/a b' }, 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters'],
  [{ method: 5 }, 'ERR_INVALID_ARG_TYPE',
   'The "options.method" property must be of type string. Received type number (5)'],
  [{ method: 'a b' }, 'ERR_INVALID_HTTP_TOKEN', 'Method must be a valid HTTP token ["a b"]'],
  [{ host: 5 }, 'ERR_INVALID_ARG_TYPE',
   'The "options.host" property must be of type string or one of undefined or null. Received type number (5)'],
  [{ hostname: 5 }, 'ERR_INVALID_ARG_TYPE',
   'The "options.hostname" property must be of type string or one of undefined or null. Received type number (5)'],
  [{ agent: {} }, 'ERR_INVALID_ARG_TYPE',
   'The "options.agent" property must be one of Agent-like Object, undefined, or false. ' +
   'Received an instance of Object'],
  [{ timeout: 'x' }, 'ERR_INVALID_ARG_TYPE',
   'The "timeout" argument must be of type number. Received type string (\'x\')'],
  [{ timeout: -1 }, 'ERR_OUT_OF_RANGE',
   'The value of "timeout" is out of range. It must be a non-negative finite number. Received -1'],
  [{ maxHeaderSize: -1 }, 'ERR_OUT_OF_RANGE',
   'The value of "maxHeaderSize" is out of range. It must be >= 0 && <= 9007199254740991. Received -1'],
  [{ insecureHTTPParser: 1 }, 'ERR_INVALID_ARG_TYPE',
   'The "options.insecureHTTPParser" property must be of type boolean. Received type number (1)'],
  [{ joinDuplicateHeaders: 1 }, 'ERR_INVALID_ARG_TYPE',
   'The "options.joinDuplicateHeaders" property must be of type boolean. Received type number (1)'],
  [{ headers: ['X'] }, 'ERR_INVALID_ARG_VALUE', 'The argument \'headers\' is invalid. Received [ \'X\' ]'],
  [{ headers: { a: undefined } }, 'ERR_HTTP_INVALID_HEADER_VALUE', 'Invalid value "undefined" for header "a"'],
  [{ headers: { 'a b': 1 } }, 'ERR_INVALID_HTTP_TOKEN', 'Header name must be a valid HTTP token ["a b"]'],
  [{ headers: { a: '\n' } }, 'ERR_INVALID_CHAR', 'Invalid character in header content ["a"]'],
  [{ signal: 5 }, 'ERR_INVALID_ARG_TYPE',
   'The "signal" argument must be an instance of AbortSignal. Received type number (5)'],
  [{ port: 99999 }, 'ERR_SOCKET_BAD_PORT', 'Port should be >= 0 and < 65536. Received type number (99999).'],
]) {
  assert.throws(() => http.request(options), { code, message }, message);
}
assert.throws(() => http.request('nowhere'), { code: 'ERR_INVALID_URL' });

// Heads, as bytes. `options` of a request without a body, or function (options) that makes one.
const heads = [
  [{}, 'GET / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n'],
  [{ method: 'delete', path: '/a?b' }, 'DELETE /a?b HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n'],
  [{ method: 'POST' }, 'POST / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'],
  [{ path: '/a\u00e9' }, 'GET /a\u00e9 HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n'],
  [{ agent: new http.Agent({ keepAlive: true }) }, 'GET / HTTP/1.1\r\nHost: HOST\r\nConnection: keep-alive\r\n\r\n'],
  [{ agent: new http.Agent({ maxSockets: 9 }) }, 'GET / HTTP/1.1\r\nHost: HOST\r\nConnection: keep-alive\r\n\r\n'],
  [{ headers: { Host: 'b', X: ['1', '2'], 'content-type': 't' }, auth: 'a:b' },
   'GET / HTTP/1.1\r\nHost: b\r\nX: 1\r\nX: 2\r\ncontent-type: t\r\nAuthorization: Basic YTpi\r\n' +
   'Connection: close\r\n\r\n'],
  [{ headers: { x: ['1', '2'], cookie: ['a=1', 'b=2'] }, uniqueHeaders: ['X'] },
   'GET / HTTP/1.1\r\nx: 1; 2\r\ncookie: a=1; b=2\r\nHost: HOST\r\nConnection: close\r\n\r\n'],
  [{ headers: ['A', '1', 'host', 'h', 'a', '2'] },
   'GET / HTTP/1.1\r\nA: 1\r\nhost: h\r\na: 2\r\nConnection: close\r\n\r\n'],
  [{ headers: [['A', '1']], auth: 'a:b' }, 'GET / HTTP/1.1\r\nA: 1\r\nConnection: close\r\n\r\n'],
  [{ setHost: false }, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  [{ setDefaultHeaders: false }, 'GET / HTTP/1.1\r\n\r\n'],
  [(options) => http.request({ ...options, method: 'POST' }).end('abc'),
   'POST / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc'],
  [(options) => {
    const request = http.request({ ...options, method: 'PUT', headers: { Trailer: 'T' } });
    request.write('ab');
    request.write('c');
    request.addTrailers({ T: 'x' });
    request.end('d');
    return request;
  }, 'PUT / HTTP/1.1\r\nTrailer: T\r\nHost: HOST\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n' +
     '2\r\nab\r\n1\r\nc\r\n1\r\nd\r\n0\r\nT: x\r\n\r\n'],
  [(options) => http.request(`http://u%20v:p@${options.host}:${options.port}/p?q#r`, { agent: false }).end(),
   'GET /p?q HTTP/1.1\r\nHost: HOST\r\nAuthorization: Basic dSB2OnA=\r\nConnection: close\r\n\r\n'],
  [(options) => http.get(new URL(`http://${options.host}:${options.port}/\u00fc`), { agent: false, path: '/z' }),
   'GET /z HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n'],
];

const IPV6_HOSTS = [['::1', '[::1]:81'], ['[::1]', '[::1]:81'], ['localhost', 'localhost:81']];
for (const [host, header] of IPV6_HOSTS) {
  const request = http.request({ host, port: 81, createConnection() {} });
  assert.strictEqual(request.getHeader('Host'), header);
  assert.strictEqual(request.host, host);
}
const bare = new http.ClientRequest({ createConnection() {} });
assert.deepStrictEqual([bare.path, bare.method, bare.protocol, bare.reusedSocket, bare.maxHeadersCount],
                       ['/', 'GET', 'http:', false, null]);

const server = net.createServer();
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  for (const [how, expected] of heads) {
    const options = { host: '127.0.0.1', port, agent: new http.Agent() };
    const arrived = receive(expected.replace('HOST', `127.0.0.1:${port}`).length);
    const request = typeof how === 'function' ? how(options) : http.get({ ...options, ...how });
    request.on('error', () => {}); // the server answers nothing
    assert.strictEqual(await arrived, expected.replace('HOST', `127.0.0.1:${port}`));
  }
  await late(port);
  server.close();
});

// The bytes of the next connection, until there are as many as expected.
function receive(length) {
  return new Promise((resolve) => {
    server.once('connection', (socket) => {
      let text = '';
      socket.setEncoding('latin1');
      socket.on('data', (data) => {
        text += data;
        if (text.length < length) return;
        setImmediate(() => {
          resolve(text);
          socket.destroy();
        });
      });
    });
  });
}

// Settings that wait for a connection; what is written before it is there leaves in one go.
async function late(port) {
  const calls = [];
  const socket = new net.Socket();
  for (const name of ['setNoDelay', 'setKeepAlive', 'setTimeout']) {
    const original = socket[name];
    socket[name] = function(...args) {
      calls.push([name, this.connecting, ...args]);
      return original.apply(this, args);
    };
  }
  const request = http.request({
    host: '127.0.0.1', port, method: 'POST', headers: { 'Content-Length': '4' },
    createConnection: (options) => socket.connect({ host: options.host, port: options.port }),
  });
  request.on('error', () => {});
  request.setNoDelay(true);
  request.setSocketKeepAlive(true, 2000);
  request.setTimeout(5000);
  assert.strictEqual(request.write('ab'), true);
  request.flushHeaders();
  assert.throws(() => request.setHeader('a', 'b'), { code: 'ERR_HTTP_HEADERS_SENT' });
  request.end('cd');
  const expected = `POST / HTTP/1.1\r\nContent-Length: 4\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\nabcd`;
  assert.strictEqual(await receive(expected.length), expected);
  assert.deepStrictEqual(calls.filter(([name]) => name !== 'setTimeout'),
                         [['setNoDelay', true, true], ['setKeepAlive', true, true, 2000]]);
  assert.deepStrictEqual(calls.filter(([name]) => name === 'setTimeout'), [['setTimeout', false, 5000]]);
}
