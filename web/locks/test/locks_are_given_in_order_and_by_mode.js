'use strict';
// navigator.locks: who holds, who waits, shared and exclusive, ifAvailable, steal, and signals.
const assert = require('assert');
const finish = require('../../../test/_finish');
const { locks } = navigator;

function gate() {
  let open;
  const opened = new Promise((resolve) => { open = resolve; });
  return { open, opened };
}
const turn = () => new Promise((done) => setImmediate(done));
const states = async () => {
  const { held, pending } = await locks.query();
  return [held.map(({ name, mode }) => `${name} ${mode}`), pending.map(({ name, mode }) => `${name} ${mode}`)];
};

finish(async () => {
  const order = [];
  const first = gate();
  const all = [
    locks.request('a', async (lock) => { order.push(`1 ${lock.name} ${lock.mode}`); await first.opened; order.push('1 end'); return 'one'; }),
    locks.request('a', { mode: 'shared' }, async (lock) => { order.push(`2 ${lock.mode}`); await turn(); order.push('2 end'); }),
    locks.request('a', { mode: 'shared' }, async () => { order.push('3'); await turn(); order.push('3 end'); }),
    locks.request('a', async () => { order.push('4'); throw new RangeError('four'); }).catch((error) => error.message),
    locks.request('b', () => { order.push('b'); return 'bee'; }),
  ];
  await all[4];
  assert.deepStrictEqual(await states(), [['a exclusive'], ['a shared', 'a shared', 'a exclusive']]);
  assert.strictEqual(await locks.request('a', { ifAvailable: true }, (lock) => lock), null);
  first.open();
  assert.deepStrictEqual(await Promise.all(all), ['one', undefined, undefined, 'four', 'bee']);
  assert.deepStrictEqual(order.filter((what) => what !== 'b'), ['1 a exclusive', '1 end', '2 shared', '3', '2 end', '3 end', '4']);
  assert.deepStrictEqual(await states(), [[], []]);

  // A wait that is given up, and a lock that is taken away.
  const hold = gate();
  const held = locks.request('c', () => hold.opened);
  const controller = new AbortController();
  const waiting = locks.request('c', { signal: controller.signal }, () => 'never');
  controller.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  assert.strictEqual(await locks.request('c', { steal: true }, () => 'stolen'), 'stolen');
  await assert.rejects(held, { name: 'AbortError' });
  hold.open();

  const both = { ifAvailable: true, steal: true };
  await assert.rejects(locks.request('d', both, () => {}), { name: 'NotSupportedError' });
  await assert.rejects(locks.request('-d', () => {}), { name: 'NotSupportedError' });
  await assert.rejects(locks.request('d', { mode: 'none' }, () => {}));
});
