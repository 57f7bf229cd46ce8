'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const seen = [];
process.nextTick((...args) => seen.push(args));
process.nextTick((...args) => seen.push(args), 1);
process.nextTick((...args) => seen.push(args), 1, 'two', null);
finish.atExit(() => assert.deepStrictEqual(seen, [[], [1], [1, 'two', null]]));
