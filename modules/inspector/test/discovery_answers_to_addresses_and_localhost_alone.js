// /json, /json/list, /json/version, /json/protocol and what is refused: other paths, methods, hosts whose name somebody else may own, and
// WebSockets that do not know the secret part of the URL.
'use strict';
const net = require('node:net');
const finish = require('../../../test/_finish');
const assert = finish.plan(26);
const inspector = require('node:inspector');

const opened = inspector.open(0, '127.0.0.1', false);
const { host, port, pathname } = new URL(inspector.url());

// The answer to a request that is sent as it stands, up to `length` bytes of its body where there is a length.
function ask(text) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
      const [head, body] = answer.split(/\r\n\r\n(.*)/s);
      const length = /Content-Length: (\d+)/.exec(head)?.[1];
      const isUpgrade = answer.startsWith('HTTP/1.1 101') && body !== undefined;
      if (isUpgrade || (length !== undefined && body?.length === Number(length))) {
        resolve(answer);
        socket.destroy();
      }
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.write(text);
  });
}

const get = (target, hostHeader = 'localhost') => ask(`GET ${target} HTTP/1.1\r\nHost: ${hostHeader}\r\n\r\n`);
const bodyOf = (answer) => JSON.parse(answer.split(/\r\n\r\n(.*)/s)[1]);
const upgrade = (target, more = '') => ask(
  `GET ${target} HTTP/1.1\r\nHost: localhost${more}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');

finish(async () => {
  for (const target of ['/json', '/json/list']) {
    const answer = await get(target, host);
    assert.match(answer, /^HTTP\/1\.0 200 OK\r\nContent-Type: application\/json; charset=UTF-8\r\nCache-Control: no-cache\r\n/);
    const [description, ...others] = bodyOf(answer);
    assert.strictEqual(others.length, 0);
    assert.strictEqual(description.webSocketDebuggerUrl, inspector.url());
    assert.deepStrictEqual(Object.keys(description), ['description', 'devtoolsFrontendUrl', 'devtoolsFrontendUrlCompat',
                                                     'faviconUrl', 'id', 'title', 'type', 'url', 'webSocketDebuggerUrl']);
  }
  assert.deepStrictEqual(bodyOf(await get('/json/version')),
                         { 'Browser': `node.js/${process.version}`, 'Protocol-Version': '1.1' });
  const { domains } = bodyOf(await get('/json/protocol'));
  const names = domains.map(({ domain }) => domain);
  const expected = ['Console', 'Debugger', 'HeapProfiler', 'IO', 'Network', 'NodeRuntime', 'NodeTracing', 'NodeWorker', 'Profiler', 'Runtime',
    'Schema', 'Target'];
  assert.deepStrictEqual(names.sort(), expected);
  const commands = (name) => domains.find(({ domain }) => domain === name).commands.map((command) => command.name).sort();
  assert.deepStrictEqual(commands('NodeWorker'), ['detach', 'disable', 'enable', 'sendMessageToWorker']);
  assert.ok(commands('Debugger').includes('setBreakpointByUrl'));

  for (const allowed of ['127.0.0.1', '10.1.2.3:80', '[::1]:9229', 'LOCALHOST:1']) {
    assert.match(await get('/json/version', allowed), /^HTTP\/1\.0 200 OK\r\n/);
  }
  const refused = 'HTTP/1.0 400 Bad Request\r\nContent-Type: text/html; charset=UTF-8\r\n\r\nWebSockets request was expected\r\n';
  for (const foreign of ['example.com', 'localhost.example.com', '127.0.0.1.example.com:80', '[localhost', 'localhost6']) {
    assert.strictEqual(await get('/json/list', foreign), refused);
  }
  for (const target of ['/json/other', '/', '/json/list?x']) assert.strictEqual(await get(target), refused);
  assert.strictEqual(await ask('POST /json HTTP/1.1\r\nHost: localhost\r\n\r\n'), refused);
  assert.strictEqual(await ask('no HTTP at all\r\n\r\n'), refused);

  assert.strictEqual(await upgrade('/00000000-0000-0000-0000-000000000000'), refused);
  const accepted = await upgrade(pathname);
  assert.match(accepted, /^HTTP\/1\.1 101 Switching Protocols\r\n/);
  assert.match(accepted, /\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/); // RFC 6455, 1.3
  opened[Symbol.dispose]();
  assert.strictEqual(inspector.url(), undefined);
});
