'use strict';
// util.promisify and util.callbackify: values, several values, receivers, custom promises, errors and what they are called.
const assert = require('assert');
const finish = require('../../../test/_finish');
const { promisify, callbackify } = require('util');

finish(async () => {
  const add = promisify((a, b, done) => setImmediate(done, null, a + b));
  assert.strictEqual(await add(1, 2), 3);
  assert.strictEqual(await promisify((done) => done(null, 'first', 'second'))(), 'first');
  await assert.rejects(promisify((done) => done(new RangeError('no')))(), { name: 'RangeError', message: 'no' });
  await assert.rejects(promisify(() => { throw new TypeError('at once'); })(), { message: 'at once' });
  const holder = { value: 7, read(done) { done(null, this.value); } };
  assert.strictEqual(await promisify(holder.read).call(holder), 7);

  function named(a, b, done) { done(a, b); }
  named.property = 1;
  const wrapped = promisify(named);
  assert.deepStrictEqual([wrapped.name, wrapped.length, wrapped.property, Object.getPrototypeOf(wrapped) === Object.getPrototypeOf(named)],
                         ['named', 3, 1, true]);
  assert.strictEqual(promisify(wrapped), wrapped);
  const own = async () => 'own';
  assert.strictEqual(promisify(Object.assign(() => {}, { [promisify.custom]: own })), own);
  assert.strictEqual(promisify.custom, Symbol.for('nodejs.util.promisify.custom'));
  assert.throws(() => promisify(Object.assign(() => {}, { [promisify.custom]: 1 })), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => promisify('x'), { code: 'ERR_INVALID_ARG_TYPE' });

  // Ours that give several values.
  assert.deepStrictEqual(Object.keys(await promisify(require('child_process').execFile)(process.execPath, ['--version'])), ['stdout', 'stderr']);
  assert.deepStrictEqual(await promisify(require('dns').lookup)('127.0.0.1'), { address: '127.0.0.1', family: 4 });
  assert.strictEqual(await promisify(setTimeout)(1, 'late'), 'late');

  const calls = (f, ...args) => new Promise((done) => callbackify(f)(...args, (...result) => done(result)));
  assert.deepStrictEqual(await calls(async (x) => x * 2, 4), [null, 8]);
  assert.deepStrictEqual(await calls(async () => {}), [null, undefined]);
  assert.strictEqual((await calls(async () => { throw new Error('e'); }))[0].message, 'e');
  const [falsy] = await calls(() => Promise.reject(null));
  assert.deepStrictEqual([falsy.code, falsy.reason, falsy.message], ['ERR_FALSY_VALUE_REJECTION', null, 'Promise was rejected with falsy value']);
  assert.strictEqual(callbackify(async function name(a, b) {}).name, 'nameCallbackified');
  assert.strictEqual(callbackify(async (a, b) => {}).length, 3);
  assert.throws(() => callbackify(async () => {})(), { code: 'ERR_INVALID_ARG_TYPE' });
});
