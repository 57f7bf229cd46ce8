'use strict';
// What becomes due while timers' callbacks run waits for the next turn, whatever its duration.
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const busy = (ms) => { const end = Date.now() + ms; while (Date.now() < end); };
const log = [];
let count = 0;
const interval = setInterval(() => {
  log.push('interval');
  busy(5); // longer than its period
  if (++count < 6) return;
  clearInterval(interval);
  setImmediate(finish.once(() => {
    for (let i = 1; i < log.length; i++) assert.notStrictEqual(log[i], log[i - 1], log.join());
    assert.strictEqual(log.filter((what) => what === 'interval').length, 6);
  }));
}, 1);
(function immediate() {
  if (log[log.length - 1] !== 'immediate') log.push('immediate');
  if (count < 6) setImmediate(immediate);
})();

setTimeout(finish.once(() => {
  const order = ['first'];
  setTimeout(finish.once(() => { assert.deepStrictEqual(order, ['first', 'immediate']); }), 2);
  busy(10); // the other timer becomes due meanwhile
  setImmediate(() => order.push('immediate'));
}), 100);
