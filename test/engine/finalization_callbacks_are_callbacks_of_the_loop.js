'use strict';
// Flags: --expose-gc
// Behind each of them ticks and promise jobs run; what they throw is an uncaught exception.
const finish = require('../_finish');
const assert = finish.plan(2);

const log = [];
const registry = new FinalizationRegistry((name) => {
  log.push(name);
  process.nextTick(() => log.push('tick'));
  Promise.resolve().then(() => log.push('job'));
  throw new Error(name);
});
(() => {
  for (const name of ['a', 'b']) registry.register({}, name);
})();
process.on('uncaughtException', (error, origin) => log.push(`${error.message} ${origin}`));

const waiting = setInterval(() => {
  globalThis.gc();
  if (log.length < 8) return;
  clearInterval(waiting);
  const [first, second] = [log[0], log[4]];
  assert.deepStrictEqual([first, second].sort(), ['a', 'b']);
  assert.deepStrictEqual(log, [first, second].flatMap((name) => [name, `${name} uncaughtException`, 'tick', 'job']));
}, 1);
