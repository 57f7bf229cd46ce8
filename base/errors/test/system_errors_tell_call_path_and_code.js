'use strict';
const assert = require('node:assert');
const fs = require('node:fs');

assert.throws(() => fs.readFileSync('/does/not/exist'), (error) => {
  assert.strictEqual(error.constructor, Error);
  assert.strictEqual(error.message, "ENOENT: no such file or directory, open '/does/not/exist'");
  assert.deepStrictEqual({ ...error }, { errno: -2, code: 'ENOENT', syscall: 'open', path: '/does/not/exist' });
  assert.match(error.stack, /^Error: ENOENT: no such file or directory, open '\/does\/not\/exist'\n/);
  return true;
});
assert.throws(() => fs.renameSync('/does/not', '/matter'), {
  message: "ENOENT: no such file or directory, rename '/does/not' -> '/matter'", dest: '/matter',
});

// SystemError: what the system said stands in info, and is read and written through accessors.
assert.throws(() => fs.cpSync(__dirname, `${__dirname}/copy`, { recursive: true }), (error) => {
  assert.strictEqual(error.code, 'ERR_FS_CP_EINVAL');
  return true;
});
