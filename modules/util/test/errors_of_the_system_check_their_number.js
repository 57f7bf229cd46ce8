// util._errnoException and _exceptionWithHostPort take a negative integer; what is none has the error of any other argument.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(14);
const util = require('node:util');

for (const make of [util._errnoException, util._exceptionWithHostPort]) {
  for (const value of [undefined, null, 'x', {}]) {
    assert.throws(() => make(value, 'connect'), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  }
  for (const value of [1, -1.5]) {
    assert.throws(() => make(value, 'connect'), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' });
  }
}
assert.strictEqual(util._errnoException(-13, 'open').message, 'open EACCES');
assert.strictEqual(util._exceptionWithHostPort(-111, 'connect', '::1', 8).message, 'connect ECONNREFUSED ::1:8');
