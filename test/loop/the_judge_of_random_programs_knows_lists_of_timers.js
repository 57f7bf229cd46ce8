'use strict';
// Timers of one duration keep the place of the first of them when it is cleared, as on Node: test/random/rules.js has to know.
const assert = require('node:assert');
const { check } = require('../random/rules');

// `y` is due at 31 ms, `z` at 25: `x`, at 21, is of y's duration.
function traceOf({ starts, clearsBefore, clearsBehind }) {
  return [
    'make 0 main 0 0 0', 'run 0 0', 'make a immediate 0 0 0', 'make f file 0 0 0', ...(starts ? ['make x timer 21 0 0'] : []), 'end 0',
    'run a 10', 'end a',
    'run f 11', ...(clearsBefore ? ['clear x'] : []), 'make y timer 21 12 12', 'make z timer 13 12 12', ...(clearsBehind ? ['clear x'] : []), 'end f',
    'run y 50', 'end y', 'run z 50', 'end z',
  ].join('\n');
}

const BROKEN = 'timer y runs before z, which was due before it';
assert.strictEqual(check(traceOf({ starts: true, clearsBehind: true })), undefined);
assert.strictEqual(check(traceOf({ starts: true, clearsBefore: true })), BROKEN);
assert.strictEqual(check(traceOf({ starts: false })), BROKEN);
