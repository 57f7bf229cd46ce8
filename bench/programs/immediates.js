'use strict';
// setImmediate: one that starts the next (a turn of the loop each), many in one turn, cleared ones.
const { measure } = require('./_measure.js');

(async () => {
  await measure('setImmediate chain', (times) => new Promise((resolve) => {
    let left = times;
    setImmediate(function again() {
      if (--left > 0) setImmediate(again);
      else resolve();
    });
  }));

  await measure('setImmediate batch', (times) => new Promise((resolve) => {
    let left = times;
    function one() { if (--left === 0) resolve(); }
    (function batch(started) {
      const end = Math.min(times, started + 1000);
      for (let i = started; i < end; i++) setImmediate(one);
      if (end < times) setImmediate(batch, end);
    })(0);
  }));

  await measure('setImmediate and clear', (times) => {
    for (let i = 0; i < times; i++) clearImmediate(setImmediate(() => {}));
  });
})();
