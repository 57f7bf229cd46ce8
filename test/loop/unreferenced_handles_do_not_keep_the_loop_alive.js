'use strict';
const finish = require('../_finish');
const assert = finish.plan(3);

const timer = setTimeout(() => assert.fail('an unref\'d timer ran'), 1000);
timer.unref();
assert.strictEqual(timer.hasRef(), false);
setInterval(() => assert.fail('an unref\'d interval ran'), 1000).unref();
const immediate = setImmediate(() => {}); // may run, as long as something else turns the loop
immediate.unref();
assert.strictEqual(immediate.hasRef(), false);
const kept = setTimeout(() => {}, 1);
kept.unref();
kept.ref();
assert.strictEqual(kept.hasRef(), true);
