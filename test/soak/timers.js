'use strict';
// A million timers at once, again and again: run, cleared in every order, refreshed, of many durations.
const { holdFlat, rounds } = require('./_memory.js');

const COUNT = 1_000_000;
const durationOf = [() => 1, (i) => i % 1000 + 1, () => 1e6, (i) => i % 50_000 + 1e5];

holdFlat(rounds(16), (round) => new Promise((resolve) => {
  let left = COUNT;
  const duration = durationOf[round % 4];
  if (duration(0) < 1e5) {
    const run = () => { if (--left === 0) resolve(); };
    for (let i = 0; i < COUNT; i++) setTimeout(run, duration(i));
    return;
  }
  const timers = [];
  for (let i = 0; i < COUNT; i++) timers.push(i % 3 ? setTimeout(resolve, duration(i)) : setInterval(resolve, duration(i)));
  for (let i = 0; i < COUNT; i += 7) timers[i].refresh();
  for (let i = 0; i < COUNT; i += 2) clearTimeout(timers[i]);
  for (let i = COUNT - 1; i > 0; i -= 2) clearTimeout(i % 5 ? timers[i] : timers[i][Symbol.toPrimitive]());
  resolve();
}), { heap: 2, rss: 100 });
