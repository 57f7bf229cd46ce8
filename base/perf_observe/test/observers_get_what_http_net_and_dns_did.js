'use strict';
// Entries of type 'http', 'net' and 'dns', with their details, only while somebody observes them.
const assert = require('assert');
const finish = require('../../../test/_finish');
const { PerformanceObserver } = require('perf_hooks');
const http = require('http');
const dns = require('dns');

const entries = [];
const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));

const ask = (port) => new Promise((done) => {
  http.get({ host: '127.0.0.1', port, path: '/path', agent: false }, (response) => response.resume().on('end', done));
});
const turn = () => new Promise((done) => setImmediate(done));

finish(async () => {
  const server = http.createServer((request, response) => response.end('x'));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();

  await ask(port); // nobody observes
  observer.observe({ entryTypes: ['http', 'net', 'dns'] });
  await ask(port);
  await new Promise((done) => dns.lookup('localhost', done));
  while (!entries.some((entry) => entry.name === 'lookup') || entries.filter((entry) => entry.entryType === 'http').length < 2) await turn();
  observer.disconnect();
  const count = entries.length;
  await ask(port);
  await turn();
  assert.strictEqual(entries.length, count);
  server.close();

  const named = (name) => entries.filter((entry) => entry.name === name);
  assert.deepStrictEqual([...new Set(entries.map((entry) => `${entry.entryType} ${entry.name}`))].sort(),
                         ['dns lookup', 'http HttpClient', 'http HttpRequest', 'net connect']);
  for (const entry of entries) {
    assert.strictEqual(entry.startTime > 0 && entry.duration >= 0 && entry.duration < 60_000, true);
  }
  const [client] = named('HttpClient');
  assert.deepStrictEqual([client.detail.req.method, client.detail.req.url, client.detail.res.statusCode],
                         ['GET', 'http://127.0.0.1/path', 200]);
  const [request] = named('HttpRequest');
  assert.deepStrictEqual([request.detail.req.method, request.detail.req.url, request.detail.res.statusCode], ['GET', '/path', 200]);
  assert.deepStrictEqual(named('connect')[0].detail, { host: '127.0.0.1', port });
  assert.strictEqual(named('lookup')[0].detail.hostname, 'localhost');
});
