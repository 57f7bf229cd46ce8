'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(15);
const channels = require('node:diagnostics_channel');
const http = require('node:http');
const net = require('node:net');
const { PerformanceObserver } = require('node:perf_hooks');

const log = [];
for (const name of ['request.created', 'request.start', 'request.error', 'response.finish']) {
  channels.subscribe(`http.client.${name}`, (message) => {
    assert.ok(message.request instanceof http.ClientRequest);
    log.push(`${name} ${Object.keys(message)}`);
  });
}

const entries = new Promise((resolve) => {
  const observer = new PerformanceObserver((list) => {
    observer.disconnect();
    resolve(list.getEntries());
  });
  observer.observe({ entryTypes: ['http'] });
});

const server = net.createServer((socket) => {
  socket.once('data', () => socket.end('HTTP/1.1 200 Fine\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx'));
});
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  await new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/p', agent: false, headers: { a: 'b' } }, (response) => {
      log.push('response');
      response.resume();
    });
    log.push('made');
    request.on('close', resolve);
  });
  assert.deepStrictEqual(log, ['request.created request', 'made', 'request.start request',
                               'response.finish request,response', 'response']);
  const [entry] = await entries;
  assert.strictEqual(entry.name, 'HttpClient');
  assert.strictEqual(entry.entryType, 'http');
  assert.ok(entry.duration > 0);
  assert.deepStrictEqual({ ...entry.detail.req.headers }, { a: 'b', host: `127.0.0.1:${port}` });
  assert.strictEqual(entry.detail.req.method, 'GET');
  assert.strictEqual(entry.detail.req.url, 'http://127.0.0.1/p');
  assert.deepStrictEqual(entry.detail.res, {
    statusCode: 200, statusMessage: 'Fine', headers: { 'content-length': '1', 'connection': 'close' },
  });

  log.length = 0;
  server.close();
  await new Promise((resolve) => {
    http.get({ host: '127.0.0.1', port, agent: false }).on('error', () => log.push('error')).on('close', resolve);
  });
  assert.deepStrictEqual(log, ['request.created request', 'request.start request', 'request.error request,error',
                               'error']);
});
