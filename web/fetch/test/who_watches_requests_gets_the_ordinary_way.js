'use strict';
// fetch() has a short way that passes undici by. Subscribers of undici's channels, dispatchers of a program's own, and who
// closes the default dispatcher must not notice.
const finish = require('../../../test/_finish');
const assert = finish.plan(9);
const http = require('node:http');
const { subscribe, unsubscribe } = require('node:diagnostics_channel');

const kDispatcher = Symbol.for('undici.globalDispatcher.1');

/** Answers every request by itself. */
class Mock {
  constructor() { this.paths = []; }
  dispatch(options, handler) {
    this.paths.push(options.path);
    queueMicrotask(() => {
      handler.onConnect(() => {});
      handler.onHeaders(203, [Buffer.from('x-mock'), Buffer.from('yes')], () => {}, 'Mocked');
      handler.onData(Buffer.from('from the mock'));
      handler.onComplete([]);
    });
    return true;
  }
}

const seen = [];
const server = http.createServer((request, response) => {
  seen.push(request.url);
  response.end('served');
});

finish(async () => {
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const base = `http://127.0.0.1:${server.address().port}`;
  const get = async (path, init) => (await fetch(base + path, init)).text();
  assert.strictEqual(await get('/first'), 'served');

  const created = [];
  const note = ({ request }) => { created.push(request.path); };
  subscribe('undici:request:create', note);
  await get('/subscribed');
  unsubscribe('undici:request:create', note);
  await get('/alone');
  assert.deepStrictEqual(created, ['/subscribed']);

  const dispatcher = new Mock();
  assert.strictEqual(await get('/own', { dispatcher }), 'from the mock');
  assert.deepStrictEqual(dispatcher.paths, ['/own']);

  const standard = globalThis[kDispatcher];
  const { dispatch } = standard;
  const replaced = new Mock();
  standard.dispatch = (...args) => replaced.dispatch(...args);
  const mocked = await fetch(`${base}/replaced`);
  assert.deepStrictEqual([mocked.status, mocked.headers.get('x-mock'), replaced.paths], [203, 'yes', ['/replaced']]);
  delete standard.dispatch;
  assert.strictEqual(standard.dispatch, dispatch);
  assert.strictEqual(await get('/again'), 'served');

  await standard.close();
  await assert.rejects(fetch(`${base}/closed`), TypeError);
  assert.deepStrictEqual(seen, ['/first', '/subscribed', '/alone', '/again']);
  server.close();
  server.closeAllConnections();
});
