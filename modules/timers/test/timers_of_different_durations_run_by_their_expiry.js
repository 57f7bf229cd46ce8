'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const seen = [];
for (const delay of [30, 10, 50, 20, 40, 10, 30]) setTimeout((d) => seen.push(d), delay, delay);
finish.atExit(() => assert.deepStrictEqual(seen, [10, 10, 20, 30, 30, 40, 50]));
