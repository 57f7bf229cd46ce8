'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(25);

for (const start of [setTimeout, setInterval, setImmediate, queueMicrotask, process.nextTick]) {
  for (const callback of [undefined, null, 'code', 1, {}]) {
    assert.throws(() => start(callback), { code: 'ERR_INVALID_ARG_TYPE', name: 'TypeError' });
  }
}
