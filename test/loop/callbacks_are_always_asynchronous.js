'use strict';
const finish = require('../_finish');
const assert = finish.plan(9);
const fs = require('node:fs');

let main = true;
const later = () => assert.strictEqual(main, false);
setTimeout(later, 0);
setImmediate(later);
process.nextTick(later);
queueMicrotask(later);
Promise.resolve().then(later);
fs.stat(__filename, later);
fs.stat('/no such file', later);
fs.readFile(__filename, later);
fs.access('/', later);
main = false;
