'use strict';
const fs = require('node:fs');
const log = require('./_trace').expectOrder(['io 1', 'tick', 'job', 'io 2']);

fs.stat(__filename, () => {
  log('io 1');
  Promise.resolve().then(() => {
    log('job');
    fs.stat(__filename, () => log('io 2'));
  });
  process.nextTick(() => log('tick'));
});
