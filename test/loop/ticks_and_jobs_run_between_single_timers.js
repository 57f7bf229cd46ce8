'use strict';
const log = require('./_trace').expectOrder(['timer 1', 'tick', 'job', 'timer 2', 'job of 2', 'timer 3']);

setTimeout(() => {
  log('timer 1');
  Promise.resolve().then(() => log('job'));
  process.nextTick(() => log('tick'));
}, 1);
setTimeout(() => {
  log('timer 2');
  queueMicrotask(() => log('job of 2'));
}, 1);
setTimeout(() => log('timer 3'), 1);
const start = Date.now();
while (Date.now() - start < 5); // all three are due in the first timers phase
