'use strict';
const assert = require('node:assert');
const util = require('node:util');

for (const [number, name, text] of [[-61, 'ENODATA', 'no data available'], [-49, 'EUNATCH', 'protocol driver not attached'],
                                    [-8, 'ENOEXEC', 'exec format error'], [-2, 'ENOENT', 'no such file or directory']]) {
  assert.strictEqual(util.getSystemErrorName(number), name);
  assert.strictEqual(util.getSystemErrorMessage(number), text);
  assert.deepStrictEqual(util.getSystemErrorMap().get(number), [name, text]);
}
assert.strictEqual(util.getSystemErrorName(-1000), 'Unknown system error -1000');
