'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

function work(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

// The second call is due 100 ms after the start of the first, which is before the timeout that is set at its end.
const calls = [];
const interval = setInterval(finish.times(2, () => {
  calls.push('interval');
  if (calls.length > 1) return clearInterval(interval);
  work(60);
  setTimeout(finish.once(() => {
    calls.push('timeout');
    assert.deepStrictEqual(calls, ['interval', 'interval', 'timeout']);
  }), 90);
}), 100);

// A callback that takes longer than its period leaves the timers that are due their turn.
const turns = [];
const slow = setInterval(finish.times(3, () => {
  turns.push('slow');
  work(15);
  if (turns.length === 1) setTimeout(finish.once(() => turns.push('other')), 12);
  if (turns.filter((turn) => turn === 'slow').length === 3) {
    clearInterval(slow);
    assert.deepStrictEqual(turns.slice(0, 2), ['slow', 'slow']);
    setTimeout(finish.once(() => assert.ok(turns.includes('other'))), 30);
  }
}), 5);
