'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const log = [];
process.on('unhandledRejection', (reason) => {
  log.push(`unhandled ${reason}`);
  if (reason !== 1) return;
  process.nextTick(() => log.push('tick of a listener'));
  Promise.resolve().then(() => log.push('job of a listener'));
  Promise.reject(3);
});
Promise.reject(1);
Promise.reject(2);
const inTime = Promise.reject('handled in time');
inTime.catch(() => {});
process.nextTick(() => {
  log.push('tick');
  Promise.reject('of a tick');
});
Promise.resolve().then(() => Promise.reject('of a job'));
setImmediate(() => {
  log.push('immediate');
  Promise.reject('of an immediate');
});
setImmediate(() => log.push('next immediate'));
finish.atExit(() => {
  assert.deepStrictEqual(log, [
    'tick', 'unhandled 1', 'unhandled 2', 'unhandled of a tick', 'unhandled of a job',
    'tick of a listener', 'job of a listener', 'unhandled 3',
    'immediate', 'unhandled of an immediate', 'next immediate',
  ]);
});
