// The channel of fork(): what arrives, in which order, and how it ends.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(67);
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { once } = require('node:events');
const { fork, spawn } = require('node:child_process');

const folder = process.argv[2] === 'child' ? undefined : fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-messages-'));

if (process.argv[2] === 'child') {
  child();
} else {
  parent();
}

function child() {
  assert.strictEqual(process.connected, true);
  assert.strictEqual(process.env.NODE_CHANNEL_FD, undefined);
  assert.strictEqual(process.send('early'), true);
  if (process.argv[3]) fs.writeFileSync(process.argv[3], '');
  process.on('message', (message) => {
    if (message === 'end') process.disconnect();
    else process.send(message);
  });
  process.on('disconnect', () => {
    assert.strictEqual(process.connected, false);
    assert.strictEqual(process.channel, null);
    process.send('late', (error) => process.exit(error.code === 'ERR_IPC_CHANNEL_CLOSED' ? 0 : 1));
  });
}

async function converse(serialization, values) {
  const sentEarly = path.join(folder, serialization);
  const forked = fork(__filename, ['child', sentEarly], { serialization });
  assert.strictEqual(forked.connected, true);
  assert.strictEqual(forked.channel.fd > 2, true);
  assert.deepStrictEqual(forked.stdio, [null, null, null, null]);
  // Sent before anybody listens.
  await finish.until(() => fs.existsSync(sentEarly));
  assert.deepStrictEqual((await once(forked, 'message'))[0], 'early');

  const received = [];
  const all = new Promise((resolve) => {
    forked.on('message', (message, handle) => {
      assert.strictEqual(handle, undefined);
      if (received.push(message) === values.length) resolve();
    });
  });
  let written = 0;
  for (const value of values) forked.send(value, (error) => { assert.strictEqual(error, null); written++; });
  await all;
  assert.deepStrictEqual(received, values);
  assert.strictEqual(written, values.length);

  const order = [];
  for (const event of ['disconnect', 'exit', 'close']) forked.on(event, () => order.push(event));
  forked.send('end');
  assert.deepStrictEqual(await once(forked, 'close'), [0, null]);
  assert.deepStrictEqual(order, ['disconnect', 'exit', 'close']);
  assert.strictEqual(forked.connected, false);
  assert.strictEqual(forked.channel, null);
  assert.strictEqual(forked.send('x', () => {}), false);
  forked.once('error', (error) => assert.strictEqual(error.code, 'ERR_IPC_DISCONNECTED'));
  forked.disconnect();
}

async function parent() {
  const long = '\u00e9\u4e2d\ud83d\ude00'.repeat(50000);
  await converse('json', ['text', 1.5, true, null, [1, { a: 'b' }], { nested: { list: [] } }, long]);

  const circular = { name: 'ring' };
  circular.self = circular;
  await converse('advanced', [
    'text', null, { big: 10n }, new Map([[1, new Set(['a'])]]), new Date(5), /x/g, Buffer.from('bytes'), new Uint16Array([1, 2]),
    { undefined, NaN }, circular, new Uint8Array(200000).fill(7),
  ]);

  const spawned = spawn(process.execPath, [__filename, 'child'], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  assert.deepStrictEqual((await once(spawned, 'message')), ['early', undefined]);
  assert.throws(() => spawned.send(), { code: 'ERR_MISSING_ARGS' });
  assert.throws(() => spawned.send(() => {}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => spawned.send('x', 'no handle'), { code: 'ERR_INVALID_HANDLE_TYPE' });
  assert.throws(() => spawned.send('x', undefined, null), { code: 'ERR_INVALID_ARG_TYPE' });
  spawned.disconnect(); // the child ends when its parent lets go
  assert.strictEqual(spawned.connected, false);
  assert.deepStrictEqual(await once(spawned, 'exit'), [0, null]);
  fs.rmSync(folder, { recursive: true });
}
