'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(19);
const http = require('node:http');
const zlib = require('node:zlib');

for (const name of ['FormData', 'Headers', 'Request', 'Response', 'WebSocket', 'CloseEvent']) {
  const { enumerable, configurable, writable } = Object.getOwnPropertyDescriptor(globalThis, name);
  assert.deepStrictEqual([enumerable, configurable, writable, globalThis[name].name], [false, true, true, name]);
}
assert.deepStrictEqual([fetch.name, fetch.length], ['fetch', 1]);
assert.strictEqual(http.WebSocket, WebSocket);

const server = http.createServer((request, response) => {
  if (request.url === '/zipped') {
    response.setHeader('Content-Encoding', 'gzip');
    response.end(zlib.gzipSync('unzipped'));
  } else if (request.url === '/moved') {
    response.writeHead(302, { Location: '/echo' }).end();
  } else if (request.url === '/endless') {
    response.write('x');
  } else {
    response.setHeader('X-Told', `${request.method} ${request.headers['content-type'] ?? ''}`);
    request.pipe(response);
  }
});

server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;

  const echo = await fetch(`${base}/echo`, { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'a/b' } });
  assert.deepStrictEqual([echo.status, echo.ok, echo.headers.get('x-told')], [200, true, 'POST a/b']);
  assert.ok(echo instanceof Response);
  assert.deepStrictEqual(await echo.json(), { a: 1 });

  const form = new FormData();
  form.append('name', 'value');
  form.append('file', new Blob(['bytes']), 'f.txt');
  const posted = await fetch(new Request(`${base}/echo`, { method: 'PUT', body: form }));
  assert.match(posted.headers.get('x-told'), /^PUT multipart\/form-data; boundary=/);
  const back = await new Response(await posted.text(), {
    headers: { 'Content-Type': posted.headers.get('x-told').slice(4) },
  }).formData();
  assert.strictEqual(back.get('name'), 'value');
  assert.strictEqual(await back.get('file').text(), 'bytes');

  assert.strictEqual(await (await fetch(`${base}/zipped`)).text(), 'unzipped');
  const moved = await fetch(`${base}/moved`);
  assert.deepStrictEqual([moved.redirected, moved.url, await moved.text()], [true, `${base}/echo`, '']);

  const gaveUp = new AbortController();
  const endless = await fetch(`${base}/endless`, { signal: gaveUp.signal });
  setImmediate(() => gaveUp.abort());
  await assert.rejects(endless.text(), { name: 'AbortError' });
  const late = async () => (await fetch(`${base}/endless`, { signal: AbortSignal.timeout(50) })).text();
  await assert.rejects(late, { name: 'TimeoutError' });
  await assert.rejects(fetch('nowhere'), TypeError);
  server.close();
  server.closeAllConnections();

  const closed = http.createServer().listen(0, '127.0.0.1', () => {
    const { port } = closed.address();
    closed.close(() => assert.rejects(fetch(`http://127.0.0.1:${port}/`), (error) => {
      return error instanceof TypeError && error.message === 'fetch failed' && error.cause.code === 'ECONNREFUSED';
    }));
  });
});
