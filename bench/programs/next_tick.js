'use strict';
// process.nextTick: one tick that starts the next, and a thousand at a time.
const { measure } = require('./_measure.js');

(async () => {
  await measure('nextTick chain', (times) => new Promise((resolve) => {
    let left = times;
    process.nextTick(function again() {
      if (--left > 0) process.nextTick(again);
      else resolve();
    });
  }));

  await measure('nextTick batch', (times) => new Promise((resolve) => {
    let left = times;
    function one() { if (--left === 0) resolve(); }
    (function batch(started) {
      const end = Math.min(times, started + 1000);
      for (let i = started; i < end; i++) process.nextTick(one);
      if (end < times) process.nextTick(batch, end);
    })(0);
  }));

  await measure('nextTick with arguments', (times) => new Promise((resolve) => {
    let left = times;
    process.nextTick(function again(a, b) {
      if (--left > 0) process.nextTick(again, b, a);
      else resolve();
    }, 1, 2);
  }));
})();
