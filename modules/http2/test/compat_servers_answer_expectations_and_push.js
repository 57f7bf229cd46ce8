'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { withServer } = require('./_exchange');

const preload = '</a.css>; rel=preload';

finish(() => withServer(async (ask, server, client) => {
  // Expectations, without listeners and with them.
  let got = await ask((request, response) => response.end('x'), { expect: '100-continue' });
  assert.deepStrictEqual([got.info, got.status, got.body], [[[':status', '100']], 200, 'x']);
  for (const expect of ['wonders', '100-Continue']) {
    got = await ask(finish.never('no request'), { expect });
    assert.deepStrictEqual([got.info, got.status, got.flags], [[], 417, 5]);
  }
  server.once('checkContinue', finish.once((request, response) => {
    assert.strictEqual(request.headers.expect, '100-continue');
    response.writeHead(403).end();
  }));
  got = await ask(finish.never('no request'), { expect: '100-continue' });
  assert.deepStrictEqual([got.info, got.status], [[], 403]);
  server.once('checkExpectation', finish.once((request, response) => response.end('fine')));
  got = await ask(finish.never('no request'), { expect: 'wonders' });
  assert.deepStrictEqual([got.status, got.body], [200, 'fine']);

  // CONNECT.
  const connect = { ':method': 'CONNECT', ':authority': 'example.org:443' };
  got = await ask(finish.never('no request'), connect);
  assert.strictEqual(got.status, 405);
  server.once('connect', finish.once((request, response) => {
    assert.deepStrictEqual([request.method, request.url, request.authority], ['CONNECT', undefined, 'example.org:443']);
    response.end('tunnel');
  }));
  got = await ask(finish.never('no request'), connect);
  assert.strictEqual(got.body, 'tunnel');

  // Heads in front of the head.
  got = await ask((request, response) => {
    for (const hints of [undefined, null, [], 5]) {
      assert.throws(() => response.writeEarlyHints(hints), { code: 'ERR_INVALID_ARG_TYPE' });
    }
    for (const link of [undefined, 5, 'x']) {
      assert.throws(() => response.writeEarlyHints({ link }), { code: 'ERR_INVALID_ARG_VALUE' });
    }
    assert.strictEqual(response.writeEarlyHints({ link: [] }), false);
    assert.strictEqual(response.writeEarlyHints({ link: preload }), true);
    assert.strictEqual(response.writeEarlyHints({ 'link': [preload, '</b.js>; rel=preload'], 'X-Y': 1 }), true);
    assert.strictEqual(response.writeContinue(), true);
    response.end();
  });
  assert.deepStrictEqual(got.info, [
    [':status', '103', 'link', preload],
    [':status', '103', 'x-y', '1', 'link', `${preload}, </b.js>; rel=preload`],
    [':status', '100'],
  ]);

  // Pushed responses.
  const pushed = new Promise((resolve) => {
    client.once('stream', (stream, headers) => {
      let body = '';
      stream.setEncoding('utf8').on('data', (text) => { body += text; });
      stream.on('push', (response) => stream.on('end', () => resolve([headers[':path'], response[':status'], body])));
    });
  });
  got = await ask((request, response) => {
    assert.throws(() => response.createPushResponse({ ':path': '/pushed' }), { code: 'ERR_INVALID_ARG_TYPE' });
    response.createPushResponse({ ':path': '/pushed' }, finish.once((error, push) => {
      assert.deepStrictEqual([error, push.req, push.stream.id % 2], [null, null, 0]);
      push.statusCode = 203;
      push.end('pushed');
      response.end('asked for');
    }));
  });
  assert.strictEqual(got.body, 'asked for');
  assert.deepStrictEqual(await pushed, ['/pushed', 203, 'pushed']);
}));
