'use strict';
const assert = require('node:assert');
const path = require('node:path');

assert.strictEqual(path, process.platform === 'win32' ? path.win32 : path.posix);
assert.strictEqual(require('node:path/posix'), path.posix);
assert.strictEqual(require('path/win32'), path.win32);
assert.strictEqual(path.win32.posix, path.posix);
assert.strictEqual(path.posix.win32, path.win32);
assert.deepStrictEqual(Object.keys(path), [
  'resolve', 'normalize', 'isAbsolute', 'join', 'relative', 'toNamespacedPath', 'dirname', 'basename', 'extname',
  'format', 'parse', 'matchesGlob', 'sep', 'delimiter', 'win32', 'posix', '_makeLong',
]);
assert.deepStrictEqual([path.posix.sep, path.posix.delimiter, path.win32.sep, path.win32.delimiter],
                       ['/', ':', '\\', ';']);

const failure = (name, received) => ({
  code: 'ERR_INVALID_ARG_TYPE', name: 'TypeError',
  message: `The "${name}" argument must be of type ${name === 'pathObject' ? 'object' : 'string'}. Received ${received}`,
});
for (const flavour of [path.posix, path.win32]) {
  for (const method of ['join', 'normalize', 'dirname', 'basename', 'extname', 'parse', 'isAbsolute']) {
    assert.throws(() => flavour[method](1), failure('path', 'type number (1)'));
  }
  assert.throws(() => flavour.resolve('a', null), failure('paths[1]', 'null'));
  assert.throws(() => flavour.relative({}, ''), failure('from', 'an instance of Object'));
  assert.throws(() => flavour.relative('', undefined), failure('to', 'undefined'));
  assert.throws(() => flavour.basename('', 1), failure('suffix', 'type number (1)'));
  assert.throws(() => flavour.format('x'), failure('pathObject', "type string ('x')"));
  assert.throws(() => flavour.matchesGlob(true, ''), failure('path', 'type boolean (true)'));
  assert.throws(() => flavour.matchesGlob('', 1n), failure('pattern', 'type bigint (1n)'));
}
