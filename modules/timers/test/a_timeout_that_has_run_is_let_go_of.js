// Flags: --expose-gc
// A timeout that was turned into a number, which clearTimeout takes, too, stays no longer than it can run.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(21);

const held = [];
for (let i = 0; i < 20; i++) {
  const timeout = setTimeout(() => {}, 0);
  held.push(new WeakRef(timeout));
  assert.strictEqual(typeof +timeout, 'number');
}

let rounds = 0;
const poll = setInterval(() => {
  globalThis.gc();
  // The last ones may still be in a register.
  const left = held.filter((reference) => reference.deref() !== undefined).length;
  if (left > 2 && ++rounds < 50) return;
  clearInterval(poll);
  assert.ok(left <= 2, `${left} are left`);
}, 20);
