'use strict';
const log = require('./_trace').expectOrder(['immediate 1', 'tick', 'job', 'immediate 2', 'job of 2', 'immediate 3']);

setImmediate(() => {
  log('immediate 1');
  Promise.resolve().then(() => log('job'));
  process.nextTick(() => log('tick'));
});
setImmediate(() => {
  log('immediate 2');
  queueMicrotask(() => log('job of 2'));
});
setImmediate(() => log('immediate 3'));
