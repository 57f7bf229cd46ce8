'use strict';
const assert = require('node:assert');

const codes = [];
process.on('warning', ({ code }) => codes.push(code));
assert.strictEqual(require('node:sys'), require('node:util'));
process.on('exit', () => assert.deepStrictEqual(codes, ['DEP0025']));
