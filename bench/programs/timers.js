'use strict';
// setTimeout: 100,000 timers of one duration and of many, in processor time (waiting costs nothing); cleared ones.
const { measure } = require('./_measure.js');

const AT_ONCE = 100000;

function start(duration) {
  return async (times) => {
    for (let i = 0; i < times; i++) {
      await new Promise((resolve) => {
        let left = AT_ONCE;
        const one = () => { if (--left === 0) resolve(); };
        for (let n = 0; n < AT_ONCE; n++) setTimeout(one, duration(n));
      });
    }
  };
}

(async () => {
  await measure('100k timers of one duration', start(() => 1));
  await measure('100k timers of 500 durations', start((n) => 1 + (n * 7919) % 500));
  await measure('setTimeout and clear', (times) => {
    for (let i = 0; i < times; i++) clearTimeout(setTimeout(() => {}, 1000));
  });
  await measure('timer.refresh', (times) => {
    const timer = setTimeout(() => {}, 100000);
    for (let i = 0; i < times; i++) timer.refresh();
    clearTimeout(timer);
  });
})();
