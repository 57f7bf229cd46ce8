'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(18);
const { inspect } = require('node:util');

const controller = new AbortController();
const { signal } = controller;
assert.strictEqual(controller.signal, signal);
assert.deepStrictEqual([signal.aborted, signal.reason, signal.onabort], [false, undefined, null]);
const seen = [];
signal.onabort = (event) => seen.push(['handler', event.type, event.isTrusted, event.target === signal]);
signal.addEventListener('abort', () => seen.push('listener'));
signal.throwIfAborted();
controller.abort();
controller.abort('again');
assert.deepStrictEqual(seen, [['handler', 'abort', true, true], 'listener']);
assert.ok(signal.reason instanceof DOMException);
assert.deepStrictEqual([signal.reason.name, signal.reason.code, signal.reason.message], ['AbortError', 20, 'This operation was aborted']);
assert.throws(() => signal.throwIfAborted(), (err) => err === signal.reason);
assert.strictEqual(AbortSignal.abort('x').reason, 'x');
assert.throws(() => new AbortSignal(), { code: 'ERR_ILLEGAL_CONSTRUCTOR', message: 'Illegal constructor' });

// any(): all dependants are aborted before anybody is told, then told in the order they were made.
const source = new AbortController();
const one = AbortSignal.any([source.signal, new AbortController().signal]);
const two = AbortSignal.any([one]);
const order = [];
[two, one, source.signal].forEach((s, i) => s.addEventListener('abort', () => order.push([i, one.aborted, two.aborted])));
source.abort('why');
assert.deepStrictEqual(order, [[2, true, true], [1, true, true], [0, true, true]]);
assert.strictEqual(two.reason, 'why');
assert.strictEqual(AbortSignal.any([AbortSignal.abort(1), AbortSignal.abort(2)]).reason, 1);
assert.strictEqual(AbortSignal.any([]).aborted, false);
assert.throws(() => AbortSignal.any(), { code: 'ERR_INVALID_ARG_TYPE', message: 'signals can not be converted to sequence.' });
assert.throws(() => AbortSignal.any([1]), { message: 'The "signals[0]" argument must be an instance of AbortSignal. Received type number (1)' });

// timeout(): through any() as well, though nobody holds the signals but their listeners.
AbortSignal.any([AbortSignal.timeout(5), AbortSignal.timeout(100000)]).addEventListener('abort', (event) => {
  const { reason } = event.target;
  assert.deepStrictEqual([reason.name, reason.code, reason.message], ['TimeoutError', 23, 'The operation was aborted due to timeout']);
  clearTimeout(keepAlive);
});
const keepAlive = setTimeout(() => assert.fail('no timeout'), 5000);
globalThis.gc?.();
assert.throws(() => AbortSignal.timeout(-1), { code: 'ERR_OUT_OF_RANGE', message: 'The value of "delay" is out of range. It must be >= 0 && <= 4294967295. Received -1' });
AbortSignal.timeout(1e6); // does not keep the process alive

assert.strictEqual(inspect(new AbortController()), 'AbortController { signal: AbortSignal { aborted: false } }');
assert.strictEqual(inspect(new AbortController(), { depth: 1 }), 'AbortController { signal: [AbortSignal] }');
