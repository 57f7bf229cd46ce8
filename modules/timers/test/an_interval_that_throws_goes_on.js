'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

let runs = 0;
let caught = 0;
process.on('uncaughtException', () => { caught++; });
const interval = setInterval(() => {
  if (++runs === 3) clearInterval(interval);
  throw new Error('each time');
}, 1);
finish.atExit(() => assert.deepStrictEqual([runs, caught], [3, 3]));
