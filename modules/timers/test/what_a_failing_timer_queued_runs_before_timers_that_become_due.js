// A timer throws, and its error takes long to handle: what it queued runs before the timers that became due meanwhile.
'use strict';
const finish = require('../../../test/_finish');
const assert = require('node:assert');

const log = [];
process.on('uncaughtException', () => {
  log.push('caught');
  const until = performance.now() + 30;
  while (performance.now() < until);
});
process.on('unhandledRejection', () => log.push('unhandled'));

setTimeout(() => {
  process.nextTick(() => log.push('tick'));
  Promise.resolve().then(() => log.push('job'));
  Promise.reject(new Error('nobody handles it'));
  setTimeout(finish.once(() => assert.deepStrictEqual(log, ['caught', 'tick', 'job', 'unhandled'])), 5);
  throw new Error('of the timer');
}, 1);
