// eddy only: Node searches its lists from the front
// Flags: --expose-gc
'use strict';
// Synchronous: no event is waited for
// By processor time, of which four times the listeners may take no more than some eight times; by squares, it were sixteen.
const assert = require('node:assert');
const events = require('node:events');

events.setMaxListeners(0);
events.defaultMaxListeners = 0;

const functions = (count) => Array.from({ length: count }, (_, i) => () => i);
const ways = {
  'once, dispatched'(count) {
    const target = new EventTarget();
    for (const listener of functions(count)) target.addEventListener('x', listener, { once: true });
    return () => target.dispatchEvent(new Event('x'));
  },
  'added'(count) {
    const target = new EventTarget(), listeners = functions(count);
    return () => { for (const listener of listeners) target.addEventListener('x', listener); };
  },
  'removed from the front'(count) {
    const target = new EventTarget(), listeners = functions(count);
    for (const listener of listeners) target.addEventListener('x', listener);
    return () => { for (const listener of listeners) target.removeEventListener('x', listener); };
  },
  'removed from the back'(count) {
    const target = new EventTarget(), listeners = functions(count).reverse();
    for (const listener of listeners.toReversed()) target.addEventListener('x', listener);
    return () => { for (const listener of listeners) target.removeEventListener('x', listener); };
  },
  'removed by a signal'(count) {
    const target = new EventTarget(), controller = new AbortController();
    const { signal } = controller;
    for (const listener of functions(count)) target.addEventListener('x', listener, { signal });
    return () => controller.abort();
  },
  'of a signal, removed'(count) {
    const { signal } = new AbortController(), listeners = functions(count);
    for (const listener of listeners) signal.addEventListener('abort', listener);
    return () => { for (const listener of listeners) signal.removeEventListener('abort', listener); };
  },
  'of a port, removed'(count) {
    const { port1 } = new MessageChannel(), listeners = functions(count);
    for (const listener of listeners) port1.on('message', listener);
    return () => {
      for (const listener of listeners) port1.off('message', listener);
      port1.close();
    };
  },
};

function processorTime(act) {
  gc();
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const least = (make, count) => Math.min(...[1, 2, 3].map(() => processorTime(make(count))));

for (const [way, make] of Object.entries(ways)) {
  least(make, 500);
  const few = least(make, 5000), many = least(make, 20_000);
  assert.ok(many < 10 * few + 30_000, `${way}: 5000 take ${few} us, 20000 take ${many} us`);
}

// The order and the rules stay those of few.
const target = new EventTarget(), seen = [], listeners = functions(100).map((f, i) => () => { seen.push(i); });
for (const listener of listeners) target.addEventListener('x', listener);
for (const listener of listeners) target.addEventListener('x', listener); // is there already
for (const listener of listeners) target.addEventListener('x', listener, true);
for (let i = 0; i < 100; i++) if (i % 7 !== 0) target.removeEventListener('x', listeners[i], true);
for (let i = 0; i < 100; i++) if (i % 10 !== 0) target.removeEventListener('x', listeners[i]);
target.addEventListener('x', listeners[55]);
target.dispatchEvent(new Event('x'));
const expected = [];
for (let i = 0; i < 100; i++) if (i % 10 === 0) expected.push(i);
for (let i = 0; i < 100; i++) if (i % 7 === 0) expected.push(i);
assert.deepStrictEqual(seen, [...expected, 55]);
