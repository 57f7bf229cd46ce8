'use strict';
const log = require('./_trace').expectOrder(['caught job', 'next job', 'tick']);

process.on('uncaughtException', (error) => log(`caught ${error.message}`));
queueMicrotask(() => {
  process.nextTick(() => log('tick'));
  throw new Error('job');
});
queueMicrotask(() => log('next job'));
