'use strict';
// ALPN decides between HTTP/2 and HTTP/1.1, where undici's option allowH2 lets it.
const assert = require('node:assert');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');
const { authority, identity } = require('../../../modules/tls/test/_pem');

const kDispatcher = Symbol.for('undici.globalDispatcher.1'); // what fetch() uses without the option 'dispatcher'

async function echo(request, response) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { httpVersion, method, url } = request;
  response.writeHead(200, { 'Content-Type': 'application/json', 'X-Two': ['a', 'b'] });
  response.end(JSON.stringify({ httpVersion, method, url, body, kind: request.headers['x-kind'] }));
}

finish(async () => {
  const server = http2.createSecureServer({ ...identity('server'), allowHTTP1: true }, echo);
  let connections = 0;
  server.on('secureConnection', () => connections++);
  await new Promise((resolve) => server.listen(0, resolve));
  const url = `https://localhost:${server.address().port}`;

  // The class of agents is that of the one which the first request made.
  await assert.rejects(fetch(`${url}/`), { name: 'TypeError' }); // the certificate's authority is unknown
  const { constructor: Agent } = globalThis[kDispatcher];
  connections = 0;

  const agent = new Agent({ allowH2: true, connect: { ca: authority } });
  const response = await fetch(`${url}/a?b`, { dispatcher: agent, method: 'POST', body: 'hello', headers: { 'X-Kind': 'test' } });
  assert.deepStrictEqual([response.status, response.headers.get('x-two')], [200, 'a, b']);
  assert.deepStrictEqual(await response.json(), { httpVersion: '2.0', method: 'POST', url: '/a?b', body: 'hello', kind: 'test' });

  await (await fetch(`${url}/again`, { dispatcher: agent })).json();
  assert.strictEqual(connections, 1);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => (
    fetch(`${url}/${i}`, { dispatcher: agent }).then((each) => each.json()))));
  assert.deepStrictEqual(answers.map((answer) => `${answer.url} ${answer.httpVersion}`), answers.map((_, i) => `/${i} 2.0`));

  // Without the option, it is HTTP/1.1; and the option may be that of all requests.
  const plain = new Agent({ connect: { ca: authority } });
  assert.strictEqual((await (await fetch(url, { dispatcher: plain })).json()).httpVersion, '1.1');
  globalThis[kDispatcher] = agent;
  assert.strictEqual((await (await fetch(url)).json()).httpVersion, '2.0');

  await agent.close();
  await plain.close();
  await new Promise((resolve) => server.close(resolve));
});
