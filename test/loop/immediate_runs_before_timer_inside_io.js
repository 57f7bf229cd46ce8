'use strict';
const fs = require('node:fs');
const log = require('./_trace').expectOrder(['io', 'immediate', 'timer']);

fs.stat(__filename, () => {
  log('io');
  setTimeout(() => log('timer'), 0);
  setImmediate(() => log('immediate'));
});
