'use strict';
// What settings() is given before there is a connection goes behind the session's first SETTINGS, and its callback comes with
// its own acknowledgement; a ping() that never left is cancelled.
const assert = require('node:assert');
const http2 = require('node:http2');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

finish(async () => {
  const server = http2.createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;

  const notes = [];
  const client = http2.connect(url);
  client.on('localSettings', ({ initialWindowSize }) => notes.push(`in force ${initialWindowSize}`));
  const done = Promise.withResolvers();
  for (const size of [100000, 70000]) {
    client.settings({ initialWindowSize: size }, (error, { initialWindowSize }, duration) => {
      assert.strictEqual(error, null);
      assert.strictEqual(typeof duration, 'number');
      notes.push(`called ${initialWindowSize}`);
      if (size === 70000) setImmediate(done.resolve);
    });
  }
  assert.strictEqual(client.pendingSettingsAck, true);
  await done.promise;
  assert.strictEqual(client.pendingSettingsAck, false);
  assert.deepStrictEqual(notes, ['in force 65535', 'called 100000', 'in force 100000', 'called 70000', 'in force 70000']);
  client.close();
  await once(client, 'close');

  const early = http2.connect(url);
  const cancelled = new Promise((resolve) => { early.ping((error) => { resolve(error); }); });
  early.destroy();
  assert.strictEqual((await cancelled).code, 'ERR_HTTP2_PING_CANCEL');

  // More settings than may wait for their acknowledgement.
  const full = http2.connect(url, { maxOutstandingSettings: 1 });
  const refused = once(full, 'error');
  const answer = new Promise((resolve) => { full.on('connect', () => full.settings({}, resolve)); });
  assert.strictEqual((await answer).code, 'ERR_HTTP2_SETTINGS_CANCEL');
  assert.strictEqual((await refused)[0].code, 'ERR_HTTP2_MAX_PENDING_SETTINGS_ACK');
  server.close();
});
