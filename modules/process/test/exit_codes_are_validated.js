'use strict';
const assert = require('node:assert');

for (const code of ['', 'two', '1 one', {}, [], true, 2n]) {
  assert.throws(() => { process.exitCode = code; }, { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => process.exit(code), { code: 'ERR_INVALID_ARG_TYPE' });
}
for (const code of [2.1, Infinity, NaN]) {
  assert.throws(() => { process.exitCode = code; }, { code: 'ERR_OUT_OF_RANGE' });
}
for (const code of [1, '2', null, undefined, 0, '0']) process.exitCode = code;
process.exitCode = 0;
