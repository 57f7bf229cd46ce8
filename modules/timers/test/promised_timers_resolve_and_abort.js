'use strict';
const assert = require('node:assert');
const { promisify } = require('node:util');
const timers = require('node:timers/promises');
const finish = require('../../../test/_finish');

finish(async () => {
  assert.strictEqual(await timers.setTimeout(1, 'value'), 'value');
  assert.strictEqual(await timers.setImmediate('value'), 'value');
  assert.strictEqual(promisify(setTimeout), timers.setTimeout);
  assert.strictEqual(promisify(setImmediate), timers.setImmediate);

  const controller = new AbortController();
  const waiting = timers.setTimeout(100000, null, { signal: controller.signal });
  controller.abort('reason');
  await assert.rejects(waiting, { name: 'AbortError', code: 'ABORT_ERR', cause: 'reason' });
  await assert.rejects(timers.setImmediate(null, { signal: controller.signal }), { name: 'AbortError' });
  await assert.rejects(timers.setTimeout(1, null, null), { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.rejects(timers.setTimeout(1, null, { ref: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });

  let count = 0;
  for await (const value of timers.setInterval(1, 'tick')) {
    assert.strictEqual(value, 'tick');
    if (++count === 3) break;
  }
  await timers.scheduler.wait(1);
  await timers.scheduler.yield();
  assert.throws(() => new timers.scheduler.constructor(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
});
