'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const seen = [];
const durations = [30, 10, 50, 20, 40, 10, 30];
let timers;
do { // a machine that stands still between two of them makes another order of it
  timers?.forEach(clearTimeout);
  timers = durations.map((delay) => setTimeout((d) => seen.push(d), delay, delay));
} while (timers.at(-1)._idleStart - timers[0]._idleStart > 5);
finish.atExit(() => assert.deepStrictEqual(seen, [10, 10, 20, 30, 30, 40, 50]));
