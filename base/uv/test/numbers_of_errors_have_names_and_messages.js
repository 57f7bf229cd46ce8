'use strict';
// libuv's errors: number, name and message by every function that tells of them, and what none of them knows.
const finish = require('../../../test/_finish');
const assert = finish.plan(90);
const { constants: { errno } } = require('node:os');
const util = require('node:util');

// Linux has them, os.constants does not.
const NOT_IN_OS = new Set(['ENONET', 'EREMOTEIO', 'ESHUTDOWN', 'EHOSTDOWN', 'EUNATCH', 'ESOCKTNOSUPPORT']);

const map = util.getSystemErrorMap();
assert.ok(map instanceof Map && map.size > 70);
const names = new Set();
for (const [number, [name, message]] of map) {
  assert.ok(number < 0 && /^(E[A-Z0-9_]+|UNKNOWN)$/.test(name) && message !== '', `${number} ${name} ${message}`);
  names.add(name);
  if (util.getSystemErrorName(number) !== name || util.getSystemErrorMessage(number) !== message) assert.fail(name);
  // Those of the system are its numbers, negated; libuv's own lie beyond.
  if (errno[name] !== undefined) assert.strictEqual(number, -errno[name], name);
  else assert.ok(number <= -3000 || NOT_IN_OS.has(name), `${number} ${name}`);
}
assert.strictEqual(names.size, map.size);
assert.deepStrictEqual(map.get(-2), ['ENOENT', 'no such file or directory']);
assert.deepStrictEqual(map.get(-4095), ['EOF', 'end of file']);
assert.notStrictEqual(util.getSystemErrorMap(), undefined);

assert.strictEqual(util.getSystemErrorName(-13), 'EACCES');
assert.strictEqual(util.getSystemErrorName(-98765), 'Unknown system error -98765');
assert.strictEqual(util.getSystemErrorMessage(-98765), 'Unknown system error -98765');
for (const f of [util.getSystemErrorName, util.getSystemErrorMessage]) {
  for (const wrong of [0, 1, -1.5]) assert.throws(() => f(wrong), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => f('ENOENT'), { code: 'ERR_INVALID_ARG_TYPE' });
}

const uv = process.binding('uv');
assert.strictEqual(uv.errname(-2), 'ENOENT');
assert.deepStrictEqual([uv.UV_ENOENT, uv.UV_EOF, uv.UV_ECANCELED], [-2, -4095, -125]);
