'use strict';
const log = require('./_trace').expectOrder([
  'main', 'tick 1', 'tick 2', 'tick within a tick', 'job 1', 'job 2', 'job within a job', 'tick from a job', 'job from that tick',
]);

Promise.resolve().then(() => {
  log('job 1');
  process.nextTick(() => {
    log('tick from a job');
    queueMicrotask(() => log('job from that tick'));
  });
  Promise.resolve().then(() => log('job within a job'));
});
process.nextTick(() => {
  log('tick 1');
  process.nextTick(() => log('tick within a tick'));
});
process.nextTick(log, 'tick 2');
queueMicrotask(() => log('job 2'));
log('main');
