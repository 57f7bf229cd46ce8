'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { createRequire } = require('node:module');
const finish = require('../../../test/_finish');

const fixtures = path.join(__dirname, 'fixtures');
const from = createRequire(path.join(fixtures, 'esm/program.cjs'));

const named = from('./named.mjs');
assert.deepStrictEqual(Object.keys(named), ['one', 'two']);
assert.strictEqual(named.two(), 2);
assert.strictEqual(from('./named.mjs'), named);

const transpiled = from('./with_default.mjs');
assert.deepStrictEqual({ ...transpiled }, { __esModule: true, default: 'default', named: 'named' });
assert.strictEqual(from('./with_default.mjs'), transpiled);

assert.deepStrictEqual(from('./as_module_exports.mjs'), { whole: true });
assert.strictEqual(from('./detected.js').detected, true);
assert.strictEqual(createRequire(path.join(fixtures, 'program.js'))('./typed').default, 'undefined');

assert.throws(() => from('./awaits.mjs'), { code: 'ERR_REQUIRE_ASYNC_MODULE' });
for (let i = 0; i < 2; i++) {
  assert.throws(() => from('./throws.mjs'), { name: 'RangeError', message: 'from an ES module' });
}
assert.throws(() => from('../typed/uses_module.js'), (error) => {
  assert.strictEqual(error.name, 'ReferenceError');
  assert.strictEqual(error.message, 'module is not defined in ES module scope\n' +
    "This file is being treated as an ES module because it has a '.js' file extension and " +
    `'${path.join(fixtures, 'typed/package.json')}' contains "type": "module". ` +
    "To treat it as a CommonJS script, rename it to use the '.cjs' file extension.");
  return true;
});

finish(async () => {
  assert.strictEqual(await import('./fixtures/esm/named.mjs'), named);
  assert.strictEqual((await import('./fixtures/esm/awaits.mjs')).late, true);
  assert.throws(() => from('./awaits.mjs'), { code: 'ERR_REQUIRE_ASYNC_MODULE' });
});
