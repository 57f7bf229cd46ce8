// got, axios, undici and fetch as clients over TLS; a proxy with CONNECT between, too.
'use strict';
const http = require('node:http');
const http2 = require('node:http2');
const net = require('node:net');
const { HttpsProxyAgent } = require('https-proxy-agent');
const https = require('node:https');
const undici = require('undici');
const axios = require('axios');
const { check, listen, read, serverFiles } = require('./_peer');

const server = http2.createSecureServer({ ...serverFiles(), allowHTTP1: true }, (request, response) => {
  if (request.url === '/redirect') return response.writeHead(302, { location: '/' }).end();
  if (request.url === '/error') return response.writeHead(500).end('{"broken":true}');
  const parts = [];
  request.on('data', (data) => parts.push(data));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ version: request.httpVersion, method: request.method, url: request.url, size: Buffer.concat(parts).length }));
  });
});
const proxy = http.createServer().on('connect', (request, socket, head) => {
  const { port } = new URL(`http://${request.url}`);
  const target = net.connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    target.write(head);
    socket.pipe(target).pipe(socket);
  });
  for (const end of [socket, target]) end.on('error', () => {});
});

let origin;
let proxied;
const ca = read('ca.pem');
const body = Buffer.alloc(500_000, 'b');

check({
  start: async () => {
    origin = `https://localhost:${await listen(server)}`;
    proxied = `http://127.0.0.1:${await listen(proxy)}`;
    return 'ok';
  },
  ...Object.fromEntries([false, true].map((allowH2) => [`undici${allowH2 ? ', HTTP/2' : ''}`, async () => {
    const dispatcher = new undici.Agent({ connect: { ca }, allowH2 });
    const answers = [await (await undici.fetch(`${origin}/redirect`, { dispatcher })).json(),
      await (await undici.fetch(`${origin}/up`, { method: 'POST', body, dispatcher })).json(),
      await (await undici.request(`${origin}/request`, { dispatcher })).body.json(),
      (await Promise.all(Array.from({ length: 50 }, async (_, i) => (await undici.fetch(`${origin}/${i}`, { dispatcher })).json()))).length];
    await dispatcher.close();
    return answers;
  }])),
  'undici through a proxy': async () => {
    const dispatcher = new undici.ProxyAgent({ uri: proxied, requestTls: { ca } });
    const answer = await (await undici.fetch(`${origin}/proxied`, { dispatcher })).json();
    await dispatcher.close();
    return answer;
  },
  'fetch refuses an unknown authority': () => fetch(origin).then(() => 'accepted', (error) => error.cause.code),
  axios: async () => {
    const client = axios.create({ httpsAgent: new https.Agent({ ca, keepAlive: true }) });
    const failure = await client.get(`${origin}/error`).catch((error) => [error.code, error.response.data]);
    const answers = [(await client.get(`${origin}/redirect`)).data, (await client.post(`${origin}/up`, body)).data, failure];
    client.defaults.httpsAgent.destroy();
    return answers;
  },
  'https-proxy-agent': async () => {
    const agent = new HttpsProxyAgent(proxied);
    return new Promise((resolve, reject) => {
      https.get(`${origin}/agent`, { agent, ca }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (data) => { text += data; }).on('end', () => resolve(JSON.parse(text)));
      }).on('error', reject);
    });
  },
  got: async () => {
    const { default: got } = await import('got');
    const client = got.extend({ https: { certificateAuthority: ca }, retry: { limit: 0 } });
    return [await client(`${origin}/redirect`).json(), await client.post(`${origin}/up`, { body }).json(),
      await client(`${origin}/two`, { http2: true }).json(), await client(`${origin}/error`).catch((error) => error.code)];
  },
  // got keeps its HTTP/2 session, and undici its tunnel.
  end: () => void setImmediate(() => process.exit()) ?? 'ok',
});
