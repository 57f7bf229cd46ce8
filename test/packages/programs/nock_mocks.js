'use strict';
// Mocks requests with the nock that is named: nock_mocks.js nock13|nock14|nock15
const http = require('node:http');
const { once } = require('node:events');
const { default: nock = require(process.argv[2]) } = require(process.argv[2]); // nock 15 is an ES module in disguise

async function ask(options, body) {
  const request = http.request(options);
  const told = [];
  for (const event of ['socket', 'finish', 'response', 'abort', 'timeout', 'error', 'close']) {
    request.on(event, (value) => told.push(value instanceof Error ? `${event} ${value.code ?? ''} ${value.message}` : event));
  }
  const answered = new Promise((resolve) => {
    request.on('response', async (response) => {
      const chunks = [];
      try {
        for await (const chunk of response) chunks.push(chunk);
      } catch (error) {
        told.push(`body ${error.code}`);
      }
      resolve([response.statusCode, response.headers, Buffer.concat(chunks).toString()]);
    });
    request.on('error', () => resolve(['failed']));
  });
  request.end(body);
  const answer = await answered;
  if (!request.closed && !request.destroyed) await once(request, 'close').catch(() => {});
  return { answer, told: told.filter((line) => line !== 'close') };
}

async function main() {
  nock.disableNetConnect();
  nock('http://mocked.test').get('/plain').reply(200, 'hello', { 'X-Mocked': 'yes' });
  nock('http://mocked.test').get('/json').query({ a: '1', b: ['x', 'y'] }).reply(200, { ok: true });
  nock('http://mocked.test').post('/form', 'a=1&b=2').reply(201, (uri, body) => `${uri} got ${body}`);
  nock('http://mocked.test:8080', { reqheaders: { 'x-token': 'secret' } }).put('/with/header', { deep: [1, { x: null }] }).reply(204);
  nock('http://mocked.test').get('/twice').twice().reply(200, 'again');
  nock('http://mocked.test').get('/error').replyWithError('broken on purpose');
  nock('http://mocked.test').persist().get(/^\/any\/\d+$/).reply((uri) => [418, uri.toUpperCase(), { 'x-count': '1' }]);
  nock('http://mocked.test').get('/late').delay(20).reply(200, 'late');
  const show = async (name, ...args) => console.log(name, await ask(...args));
  await show('plain', { host: 'mocked.test', path: '/plain' });
  await show('json', { host: 'mocked.test', path: '/json?a=1&b=x&b=y' });
  await show('form', { host: 'mocked.test', path: '/form', method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 'a=1&b=2');
  await show('header', { host: 'mocked.test', port: 8080, path: '/with/header', method: 'PUT', headers: { 'X-Token': 'secret', 'Content-Type': 'application/json' } }, '{"deep":[1,{"x":null}]}');
  await show('twice', { host: 'mocked.test', path: '/twice' });
  await show('twice', { host: 'mocked.test', path: '/twice' });
  await show('thrice', { host: 'mocked.test', path: '/twice' });
  await show('error', { host: 'mocked.test', path: '/error' });
  await show('any', { host: 'mocked.test', path: '/any/17' });
  await show('late', { host: 'mocked.test', path: '/late' });
  await show('elsewhere', { host: 'elsewhere.test', path: '/' });
  console.log('pending', nock.pendingMocks(), nock.isDone());

  nock.enableNetConnect('127.0.0.1');
  const server = http.createServer((request, response) => response.end('real')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { answer, told } = await ask({ host: '127.0.0.1', port: server.address().port, path: '/', headers: { connection: 'close' } });
  console.log('real', answer[0], answer[2], told);
  nock.cleanAll();
  nock.restore();
  console.log('active', nock.isActive());
  server.close();
}
main();
