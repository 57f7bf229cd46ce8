// eddy only: Node links its lists the other way round.
'use strict';
// Synchronous: no timer is waited for
const assert = require('node:assert');

const timers = [];
for (let i = 0; i < 10000; i++) timers.push(setTimeout(() => {}, 60000));
const list = timers[0]._idlePrev;
assert.strictEqual(list.constructor.name, 'TimersList');
assert.strictEqual(timers.at(-1)._idleNext, list);
assert.strictEqual(timers[0]._idleNext, timers[1]);
for (const timer of timers) clearTimeout(timer);
