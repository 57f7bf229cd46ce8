'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const codes = [];
process.on('warning', ({ code }) => codes.push(code));
assert.strictEqual(require('node:sys'), require('node:util'));
finish.atExit(() => assert.deepStrictEqual(codes, ['DEP0025']));
