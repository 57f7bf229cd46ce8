'use strict';
// Whatever stores a callback keeps the store beside it; contexts made within do not leak out.
const assert = require('assert');
const finish = require('../../../test/_finish');
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const { EventEmitter } = require('events');
const fs = require('fs');

const store = new AsyncLocalStorage();
const other = new AsyncLocalStorage();

const ways = {
  nextTick: (done) => process.nextTick(done),
  queueMicrotask: (done) => queueMicrotask(done),
  then: (done) => { Promise.resolve().then(done); },
  setTimeout: (done) => setTimeout(done, 1),
  setImmediate: (done) => setImmediate(done),
  'fs.stat': (done) => fs.stat(__filename, done),
  'fs.promises': (done) => { fs.promises.stat(__filename).then(done); },
  'zlib.gzip': (done) => require('zlib').gzip('x', done),
  'crypto.randomBytes': (done) => require('crypto').randomBytes(4, done),
  'dns.lookup': (done) => require('dns').lookup('127.0.0.1', done),
  'AsyncResource.bind': (done) => setImmediate(store.exit(() => null) ?? AsyncResource.bind(done)),
};

finish(async () => {
  for (const [name, start] of Object.entries(ways)) {
    const seen = await store.run(name, () => other.run({ name }, () => new Promise((resolve) => {
      start(() => resolve([store.getStore(), other.getStore().name]));
    })));
    assert.deepStrictEqual(seen, [name, name]);
    assert.strictEqual(store.getStore(), undefined);
  }

  // Listeners run in the context of the one who emits.
  const emitter = new EventEmitter();
  const heard = [];
  store.run('listener', () => emitter.on('x', () => heard.push(store.getStore())));
  store.run('emitter', () => emitter.emit('x'));
  assert.deepStrictEqual(heard, ['emitter']);

  // enterWith() holds for the rest of this callback and what it begins; exit() for its function alone.
  await new Promise((resolve) => setImmediate(() => {
    store.enterWith('entered');
    store.exit(() => assert.strictEqual(store.getStore(), undefined));
    setImmediate(() => { assert.strictEqual(store.getStore(), 'entered'); resolve(); });
  }));
  assert.strictEqual(store.getStore(), undefined);

  // What throws leaves run() with the context from before.
  assert.throws(() => store.run('thrown', () => { throw new Error('out'); }), { message: 'out' });
  assert.strictEqual(store.getStore(), undefined);
  store.run('a', () => { store.disable(); assert.strictEqual(store.getStore(), undefined); });
});
