'use strict';
const log = require('./_trace').expectOrder(['main', 'beforeExit', 'revived', 'beforeExit']);

log('main');
let revived = false;
process.on('beforeExit', (code) => {
  log('beforeExit');
  require('node:assert').strictEqual(code, 0);
  if (!revived) setTimeout(() => log('revived'), 1);
  revived = true;
});
