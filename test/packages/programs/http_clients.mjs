// Clients of HTTP that many programs use, asking one server: bodies, redirects, errors, time-outs, retries, compression.
// http_clients.mjs axios|got|got11|node-fetch2|node-fetch3|others
import http from 'node:http';
import zlib from 'node:zlib';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [,, which] = process.argv;
let failures = 0;
const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, 'http://here');
  switch (url.pathname) {
    case '/echo': {
      const chunks = await request.toArray();
      const { host, 'user-agent': agent, connection, ...headers } = request.headers;
      const type = headers['content-type']?.replace(/boundary=.*/, 'boundary=*');
      const length = /multipart/.test(type) ? '*' : headers['content-length'];
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({
        method: request.method, url: request.url, ...headers, 'content-type': type, 'content-length': length,
        body: Buffer.concat(chunks).toString().replace(/-{2,}[\w-]*?\w{8,}[\w-]*/g, '--*'),
      }));
      return;
    }
    case '/redirect': {
      const left = Number(url.searchParams.get('n') ?? 1);
      response.writeHead(Number(url.searchParams.get('code') ?? 302), { Location: left > 1 ? `/redirect?n=${left - 1}` : '/echo' });
      response.end();
      return;
    }
    case '/gzip':
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' });
      response.end(zlib.gzipSync('zipped '.repeat(1000)));
      return;
    case '/fails': response.writeHead(failures-- > 0 ? 503 : 200); response.end('at last'); return;
    case '/slow': response.flushHeaders(); return; // for ever
    case '/cut': response.writeHead(200, { 'Content-Length': 10 }); response.write('abc'); setImmediate(() => request.socket.destroy()); return;
    default: response.writeHead(404, { 'X-Why': 'none' }); response.end('nothing here');
  }
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;
const plain = (text) => String(text).replaceAll(origin, 'here').replace(/127\.0\.0\.1:\d+/g, 'here');

async function show(name, work) {
  try {
    console.log(name, await work());
  } catch (error) {
    console.log(name, error.name, error.code, plain(error.message), error.response?.status ?? error.response?.statusCode);
  }
}

const body = () => Readable.from(['one ', 'two ', 'three']);

async function askByAxios() {
  const { default: axios } = await import('axios');
  await show('axios get', async () => (await axios.get(`${origin}/echo`, { params: { a: [1, 2], b: 'c d' } })).data);
  await show('axios post', async () => (await axios.post(`${origin}/echo`, { deep: { x: [1] } })).data);
  await show('axios stream', async () => (await axios.post(`${origin}/echo`, body(), { responseType: 'text' })).data);
  await show('axios gzip', async () => (await axios.get(`${origin}/gzip`)).data.length);
  await show('axios redirect', async () => (await axios.get(`${origin}/redirect?n=3`)).data.url);
  await show('axios too many', async () => (await axios.get(`${origin}/redirect?n=4`, { maxRedirects: 2 })).data);
  await show('axios 404', async () => (await axios.get(`${origin}/none`)).data);
  await show('axios slow', async () => (await axios.get(`${origin}/slow`, { timeout: 50 })).data);
  await show('axios cut', async () => (await axios.get(`${origin}/cut`)).data);
  await show('axios refused', async () => (await axios.get('http://127.0.0.1:1/')).data);
  await show('axios aborted', async () => (await axios.get(`${origin}/slow`, { signal: AbortSignal.timeout(30) })).data);
}

async function askByGot(name, client) {
  await show(`${name} get`, async () => (await client(`${origin}/echo`, { searchParams: { a: 1 }, headers: { 'x-a': 'b' } }).json()));
  await show(`${name} post`, async () => (await client.post(`${origin}/echo`, { json: { x: [1] } }).json()));
  await show(`${name} stream`, async () => {
    const chunks = [];
    for await (const chunk of body().pipe(client.stream.post(`${origin}/echo`)).pipe(new PassThrough())) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  });
  await show(`${name} gzip`, async () => (await client(`${origin}/gzip`).text()).length);
  await show(`${name} redirect`, async () => (await client(`${origin}/redirect?n=3`).json()).url);
  await show(`${name} 404`, async () => client(`${origin}/none`).text());
  failures = 1;
  await show(`${name} retry`, async () => {
    const response = await client(`${origin}/fails`, { retry: { limit: 2, calculateDelay: ({ computedValue }) => (computedValue ? 1 : 0) } });
    return [response.statusCode, response.retryCount, response.body];
  });
  await show(`${name} slow`, async () => client(`${origin}/slow`, { timeout: { response: 5000, request: 50 }, retry: { limit: 0 } }).text());
  await show(`${name} cut`, async () => client(`${origin}/cut`, { retry: { limit: 0 } }).text());
}

async function askByFetch(name, client) {
  await show(`${name} get`, async () => (await client(`${origin}/echo`, { headers: { 'X-A': 'b' } })).json());
  await show(`${name} post`, async () => (await client(`${origin}/echo`, { method: 'POST', body: 'text' })).json());
  await show(`${name} stream`, async () => (await client(`${origin}/echo`, { method: 'POST', body: body() })).json());
  await show(`${name} gzip`, async () => (await (await client(`${origin}/gzip`)).text()).length);
  await show(`${name} redirect`, async () => {
    const response = await client(`${origin}/redirect?n=2`, { method: 'POST', body: 'left behind' });
    const { method, body: sent } = await response.json();
    return [response.redirected, method, sent];
  });
  if (which === 'node-fetch3') await show(`${name} cut`, async () => (await client(`${origin}/cut`)).text()); // 2 never ends
  await show(`${name} aborted`, async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    return (await client(`${origin}/slow`, { signal: controller.signal })).text();
  });
}

async function sendForm({ default: fetch, FormData, File }) {
  const form = new FormData();
  form.set('field', 'value');
  form.set('file', new File(['content'], 'a.txt', { type: 'text/plain' }));
  await show('node-fetch3 form', async () => (await fetch(`${origin}/echo`, { method: 'POST', body: form })).json());
}

async function askByOthers() {
  const superagent = require('superagent');
  const follow = require('follow-redirects').http;
  const supertest = require('supertest');
  const KeptAgent = require('agentkeepalive');
  await show('superagent', async () => (await superagent.post(`${origin}/echo`).query({ a: 1 }).send({ b: 2 }).set('X-C', 'd')).body);
  await show('superagent form', async () => (await superagent.post(`${origin}/echo`).field('a', '1').attach('f', Buffer.from('x'), 'f.txt')).body);
  await show('superagent 404', async () => (await superagent.get(`${origin}/none`)).text);
  await show('superagent redirect', async () => (await superagent.get(`${origin}/redirect?n=2`)).body.url);
  await show('supertest', async () => (await supertest(server).post('/echo').send('a=1').expect(200).expect('Content-Type', /json/)).body);

  await show('follow-redirects', () => new Promise((resolve, reject) => {
    const request = follow.request(`${origin}/redirect?n=3&code=308`, { method: 'POST' }, async (response) => {
      resolve([plain(response.responseUrl), response.redirects.length, JSON.parse((await response.toArray()).join('')).body]);
    });
    request.on('error', reject).end('followed');
  }));

  const kept = new KeptAgent({ maxSockets: 1, freeSocketTimeout: 10_000 });
  await show('agentkeepalive', async () => {
    const reused = [];
    for (let i = 0; i < 3; i++) {
      const request = http.get(`${origin}/gzip`, { agent: kept });
      const [response] = await once(request, 'response');
      await response.toArray();
      reused.push(request.reusedSocket);
      await new Promise(setImmediate);
    }
    const { createSocketCount, closeSocketCount, requestCount, timeoutSocketCount } = kept.getCurrentStatus();
    return [reused, createSocketCount, closeSocketCount, requestCount, timeoutSocketCount];
  });
  kept.destroy();
}

switch (which) {
  case 'axios': await askByAxios(); break;
  case 'got': await askByGot(which, (await import('got')).default); break;
  case 'got11': await askByGot(which, require('got11')); break;
  case 'node-fetch2': await askByFetch(which, require('node-fetch2')); break;
  case 'node-fetch3': {
    const module = await import('node-fetch3');
    await askByFetch(which, module.default);
    await sendForm(module);
    break;
  }
  default: await askByOthers();
}
server.close();
server.closeAllConnections();
http.globalAgent.destroy();
