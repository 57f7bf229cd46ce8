'use strict';
const assert = require('node:assert');

const seen = [];
process.nextTick((...args) => seen.push(args));
process.nextTick((...args) => seen.push(args), 1);
process.nextTick((...args) => seen.push(args), 1, 'two', null);
process.on('exit', () => assert.deepStrictEqual(seen, [[], [1], [1, 'two', null]]));
