'use strict';
// Flags: --expose-gc
// An addon of V8's own interface: wrapped objects, Buffers, text, errors, callbacks, work on the pool; hooks at the end of a
// worker that loads it, too.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { setImmediate: turn } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');
const library = process.argv[2] ?? require('./_compile')('everyday');

const addon = require(library);
if (process.argv[2]) return addon.onEnd();

function objects() {
  assert.strictEqual(addon.builtFor, process.version);
  assert.strictEqual(addon.UV_EOF, -4095);
  assert.deepStrictEqual(Object.getOwnPropertyDescriptor(addon, 'UV_EOF'),
    { value: -4095, writable: false, enumerable: true, configurable: false });
  const counter = new addon.Counter(3);
  assert.strictEqual(counter.next(), 4);
  assert.strictEqual(counter.next(), 5);
  assert.strictEqual(addon.Counter.name, 'Counter');
  assert.throws(() => counter.next.call({}), { name: 'TypeError', message: 'Illegal invocation' });
  assert.strictEqual(addon.memory.name, 'memory');
}

function text() {
  assert.strictEqual(addon.ofText('6162', 'hex').toString(), 'ab');
  assert.strictEqual(addon.ofText('\u00e4').toString('hex'), 'c3a4');
  assert.strictEqual(addon.ofText('\u00e4', 'latin1').toString('hex'), 'e4');
  assert.strictEqual(addon.toText(Buffer.from('ab'), 'base64'), 'YWI=');
  assert.strictEqual(addon.toText(Buffer.from('ab'), 'HEX'), '6162');
  assert.deepStrictEqual(addon.toText(Buffer.from('ab'), 'buffer'), Buffer.from('ab'));
  assert.deepStrictEqual(addon.copy(new Uint8Array([1, 2, 3, 4]).subarray(1, 3)), Buffer.from([2, 3]));
  assert.strictEqual(addon.owned().toString(), 'owned');
}

function errors() {
  const { message, errno, code, syscall, path } = addon.errno();
  assert.deepStrictEqual({ message, errno, code, syscall, path },
    { message: "ENOENT, No such file or directory '/nowhere'", errno: 2, code: 'ENOENT', syscall: 'open', path: '/nowhere' });
  const uv = addon.uv();
  assert.strictEqual(uv.message, "EEXIST: file already exists, link '/from' -> '/to'");
  assert.deepStrictEqual({ ...uv }, { errno: -17, code: 'EEXIST', syscall: 'link', path: '/from', dest: '/to' });
  assert.throws(() => addon.call({}, () => { throw new Error('through'); }), { message: 'through' });
}

async function callbacks() {
  const order = [];
  process.nextTick(() => order.push('tick'));
  assert.strictEqual(addon.call({ add: (a, b) => a + b }, 'add', 1, 2), 3);
  assert.deepStrictEqual(order, []); // JavaScript is still running
  const status = await new Promise((resolve) => addon.later(resolve));
  assert.strictEqual(status, 0);
  order.length = 0;
  await new Promise((resolve) => {
    addon.scope(() => {
      order.push('call');
      process.nextTick(() => { if (order.push('tick') === 4) resolve(); });
    });
  });
  assert.deepStrictEqual(order, ['call', 'call', 'tick', 'tick']);
}

async function memory() {
  (function use() {
    const buffer = addon.memory();
    assert.ok(Buffer.isBuffer(buffer));
    assert.strictEqual(buffer.toString(), 'memory');
    new addon.Counter(0);
  }());
  while (addon.freed() === 0 || addon.alive() > 0) {
    globalThis.gc();
    await turn();
  }
  assert.strictEqual(addon.freed(), 1);
}

function ends() {
  const { stdout, stderr, status } = spawnSync(process.execPath, [__filename, library]);
  assert.deepStrictEqual([`${stdout}`, `${stderr}`, status], ['first\nsecond\n', '', 0]);
  const worker = new Worker(`require(${JSON.stringify(library)}).Counter.name`, { eval: true });
  worker.on('error', finish.never('the same loads in a worker'));
  worker.on('exit', finish.once((code) => assert.strictEqual(code, 0)));
}

finish(async () => {
  objects();
  text();
  errors();
  await callbacks();
  await memory();
  ends();
});
