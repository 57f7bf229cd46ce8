'use strict';
const log = require('./_trace').expectOrder(['first', 'second', 'third of the next turn']);

setImmediate(() => {
  log('first');
  setImmediate(() => log('third of the next turn'));
});
setImmediate(() => log('second'));
