'use strict';
const log = require('./_trace').expectOrder(['first', 'third']);

setTimeout(() => {
  log('first');
  clearTimeout(second);
}, 1);
const second = setTimeout(() => log('second'), 1);
setTimeout(() => log('third'), 1);
