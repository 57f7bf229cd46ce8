'use strict';
const assert = require('node:assert');
const dc = require('node:diagnostics_channel');
const { AsyncLocalStorage } = require('node:async_hooks');
const finish = require('../../../test/_finish');

const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];
const log = [];
const handlers = Object.fromEntries(events.map((event) => [event, (context) => log.push([event, context.id])]));

async function main() {
  const tracing = dc.tracingChannel('t');
  assert.strictEqual(tracing.start, dc.channel('tracing:t:start'));
  assert.strictEqual(tracing.hasSubscribers, false);
  assert.strictEqual(tracing.tracePromise(() => 5), 5);
  tracing.subscribe(handlers);
  assert.strictEqual(tracing.hasSubscribers, true);

  const context = { id: 'sync' };
  assert.strictEqual(tracing.traceSync(function(x) { return this.y + x; }, context, { y: 1 }, 2), 3);
  assert.strictEqual(context.result, 3);
  const err = new Error('x');
  const failing = { id: 'throws' };
  assert.throws(() => tracing.traceSync(() => { throw err; }, failing), (e) => e === err);
  assert.strictEqual(failing.error, err);
  assert.deepStrictEqual(log.splice(0), [['start', 'sync'], ['end', 'sync'], ['start', 'throws'], ['error', 'throws'], ['end', 'throws']]);

  const settled = { id: 'p' };
  assert.strictEqual(await tracing.tracePromise(async (x) => x, settled, null, 7), 7);
  assert.strictEqual(settled.result, 7);
  await assert.rejects(tracing.tracePromise(() => Promise.reject(err), { id: 'r' }), (e) => e === err);
  assert.deepStrictEqual(log.splice(0), [
    ['start', 'p'], ['end', 'p'], ['asyncStart', 'p'], ['asyncEnd', 'p'],
    ['start', 'r'], ['end', 'r'], ['error', 'r'], ['asyncStart', 'r'], ['asyncEnd', 'r'],
  ]);

  const store = new AsyncLocalStorage();
  tracing.asyncStart.bindStore(store, () => 'in callback');
  await new Promise((resolve) => {
    tracing.traceCallback((x, callback) => setImmediate(callback, null, x), -1, { id: 'c' }, null, 1, (e, x) => {
      log.push(['called', x, store.getStore()]);
      setImmediate(resolve);
    });
    log.push('returned');
  });
  assert.deepStrictEqual(log.splice(0), [
    ['start', 'c'], ['end', 'c'], 'returned', ['asyncStart', 'c'], ['called', 1, 'in callback'], ['asyncEnd', 'c'],
  ]);
  assert.throws(() => tracing.traceCallback(() => {}, 0, {}, null, 1), {
    code: 'ERR_INVALID_ARG_TYPE', message: 'The "callback" argument must be of type function. Received type number (1)',
  });
  assert.deepStrictEqual([tracing.unsubscribe(handlers), tracing.unsubscribe(handlers)], [true, false]);
}

let finished = false;
main().then(() => { finished = true; });
finish.atExit(() => assert.ok(finished));

assert.throws(() => dc.tracingChannel(1), {
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "nameOrChannels" argument must be of type string or an instance of TracingChannel or Object. Received type number (1)',
});
assert.throws(() => dc.tracingChannel({ start: 1 }), {
  code: 'ERR_INVALID_ARG_TYPE', message: 'The "nameOrChannels.start" property must be an instance of Channel. Received type number (1)',
});
