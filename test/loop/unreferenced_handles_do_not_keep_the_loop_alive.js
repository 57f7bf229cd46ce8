'use strict';
const finish = require('../_finish');
const assert = finish.plan(3);

const LONG = 2 ** 30; // ms
const timer = setTimeout(() => assert.fail('an unref\'d timer ran'), LONG);
timer.unref();
assert.strictEqual(timer.hasRef(), false);
setInterval(() => assert.fail('an unref\'d interval ran'), LONG).unref();
const immediate = setImmediate(() => {}); // may run, as long as something else turns the loop
immediate.unref();
assert.strictEqual(immediate.hasRef(), false);
const kept = setTimeout(() => {}, 1);
kept.unref();
kept.ref();
assert.strictEqual(kept.hasRef(), true);
