// msw's setupServer: what http.request, fetch and packages ask is answered by handlers.
import http from 'node:http';
import { once } from 'node:events';
import { http as handle, HttpResponse, bypass, delay, passthrough } from 'msw';
import { setupServer } from 'msw/node';

const real = http.createServer((request, response) => {
  response.setHeader('x-real', 'yes');
  response.end(`real ${request.method} ${request.url}`);
}).listen(0, '127.0.0.1');
await once(real, 'listening');
const origin = `http://127.0.0.1:${real.address().port}`;

const server = setupServer(
  handle.get('http://mocked.test/users/:id', ({ params, request }) =>
    HttpResponse.json({ id: params.id, agent: request.headers.get('x-agent') }, { status: 203, headers: { 'x-mocked': 'yes' } })),
  handle.post('http://mocked.test/form', async ({ request }) => new HttpResponse(`got ${await request.text()}`, { status: 201 })),
  handle.get('http://mocked.test/late', async () => { await delay(10); return HttpResponse.text('late'); }),
  handle.get('http://mocked.test/broken', () => HttpResponse.error()),
  handle.get('http://mocked.test/stream', () => new HttpResponse(new ReadableStream({
    start(controller) {
      for (const part of ['one ', 'two ', 'three']) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  }))),
  handle.get(`${origin}/through`, () => passthrough()),
  handle.get(`${origin}/by`, async ({ request }) => {
    const response = await fetch(bypass(request));
    return HttpResponse.text(`patched ${await response.text()}`);
  }),
);
const seen = [];
for (const event of ['request:start', 'request:match', 'request:unhandled', 'request:end', 'response:mocked', 'response:bypass']) {
  server.events.on(event, ({ request }) => seen.push(`${event} ${request.method} ${request.url.replace(origin, 'real')}`));
}
server.listen({ onUnhandledRequest: 'bypass' });

async function ask(url, { body, ...options } = {}) {
  const request = http.request(url, options);
  request.end(body);
  try {
    const [response] = await once(request, 'response');
    let text = '';
    for await (const part of response.setEncoding('utf8')) text += part;
    const { date, connection, 'keep-alive': keepAlive, ...headers } = response.headers;
    return [response.statusCode, response.statusMessage, headers, text];
  } catch (error) {
    return [error.name, error.code, error.message];
  }
}

async function askByFetch(url, options) {
  try {
    const response = await fetch(url, options);
    return [response.status, response.headers.get('x-mocked'), await response.text()];
  } catch (error) {
    return [error.name, error.message];
  }
}

console.log('request', await ask('http://mocked.test/users/7', { headers: { 'X-Agent': 'mine' } }));
console.log('post', await ask('http://mocked.test/form', { method: 'POST', body: 'a=1&b=2', headers: { 'Content-Type': 'text/plain' } }));
console.log('late', await ask('http://mocked.test/late'));
console.log('broken', await ask('http://mocked.test/broken'));
console.log('stream', await ask('http://mocked.test/stream'));
console.log('through', await ask(`${origin}/through`));
console.log('by', await ask(`${origin}/by`));
console.log('unhandled', await ask(`${origin}/unhandled`, { method: 'PUT', body: 'x' }));
console.log('fetch', await askByFetch('http://mocked.test/users/8', { headers: { 'X-Agent': 'fetch' } }));
console.log('fetch post', await askByFetch('http://mocked.test/form', { method: 'POST', body: 'text' }));
console.log('fetch broken', await askByFetch('http://mocked.test/broken'));
console.log('fetch through', await askByFetch(`${origin}/through`));
server.use(handle.get('http://mocked.test/users/:id', () => new HttpResponse(null, { status: 404 }), { once: true }));
console.log('once', await ask('http://mocked.test/users/7'));
console.log('then', await ask('http://mocked.test/users/7'));
server.close();
console.log('closed', await ask(`${origin}/after`));
console.log(seen.sort().join('\n'));
real.close();
real.closeAllConnections();
