// The package undici, with its MockAgent; and agents that go through a proxy.
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { Agent, MockAgent, Pool, ProxyAgent, fetch, request, setGlobalDispatcher, stream } from 'undici';
import { HttpProxyAgent } from 'http-proxy-agent';
import { Writable } from 'node:stream';

const mock = new MockAgent();
mock.disableNetConnect();
setGlobalDispatcher(mock);
const pool = mock.get('http://mocked.test');
pool.intercept({ path: '/a', method: 'GET' }).reply(200, { ok: 1 }, { headers: { 'x-mocked': 'yes' } }).times(2);
pool.intercept({ path: '/post', method: 'POST', body: (text) => text.includes('x') }).reply(201, ({ body }) => `got ${body}`);
pool.intercept({ path: '/broken' }).replyWithError(new Error('on purpose'));
console.log(await (await fetch('http://mocked.test/a')).json());
const { statusCode, headers, body } = await request('http://mocked.test/a');
console.log(statusCode, headers, await body.text());
console.log(await (await fetch('http://mocked.test/post', { method: 'POST', body: 'x=1' })).text());
for (const path of ['/broken', '/unknown']) {
  await fetch(`http://mocked.test${path}`).catch((error) => console.log(error.message, error.cause?.message.split('\n')[0]));
}
console.log(mock.pendingInterceptors().length);

// Really: a pool that pipelines, and a proxy.
const server = http.createServer(async (asked, response) => {
  const chunks = await asked.toArray();
  response.end(`${asked.method} ${asked.url} ${Buffer.concat(chunks).length}`);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;
const real = new Pool(origin, { connections: 2, pipelining: 4 });
const answers = await Promise.all(Array.from({ length: 12 }, async (_, i) => {
  const answer = await real.request({ path: `/${i}`, method: i % 3 ? 'GET' : 'PUT', body: i % 3 ? undefined : 'x'.repeat(i * 1000) });
  return answer.body.text();
}));
console.log(answers);
let written = '';
await stream(`${origin}/stream`, { dispatcher: real }, () => new Writable({
  write(chunk, encoding, done) { written += chunk; done(); },
}));
console.log(written);
await real.close();

const proxied = [];
const proxy = http.createServer((asked, response) => {
  proxied.push(`${asked.method} ${asked.url.replace(origin, 'there')}`);
  const onward = http.request(asked.url, { method: asked.method, headers: asked.headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.pipe(onward);
}).on('connect', (asked, socket, head) => {
  proxied.push(`CONNECT ${asked.url.replace(/\d+$/, 'there')}`);
  const [host, port] = asked.url.split(':');
  const onward = net.connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
}).listen(0, '127.0.0.1');
await once(proxy, 'listening');
const proxyUrl = `http://127.0.0.1:${proxy.address().port}`;
const agent = new HttpProxyAgent(proxyUrl);
const [answer] = await once(http.get(`${origin}/by/proxy`, { agent }), 'response');
console.log((await answer.toArray()).join(''));
const through = new ProxyAgent({ uri: proxyUrl, proxyTunnel: true });
console.log(await (await fetch(`${origin}/tunnel`, { dispatcher: through })).text());
console.log(proxied);
await through.close();
agent.destroy();
setGlobalDispatcher(new Agent());
for (const each of [server, proxy]) {
  each.close();
  each.closeAllConnections();
}
