'use strict';
const log = require('./_trace').expectOrder(['chain of 1000', 'timer']);

let links = 0;
(function link() {
  if (++links === 1000) log('chain of 1000');
  else Promise.resolve().then(link);
})();
setTimeout(() => log('timer'), 0);
