// Flags: --conditions=chosen
'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { createRequire, findPackageJSON } = require('node:module');

const fixtures = path.join(__dirname, 'fixtures');
const pkg = path.join(fixtures, 'node_modules/exporting');
const from = createRequire(path.join(fixtures, 'program.js'));

assert.strictEqual(from('exporting'), 'exporting/entry.cjs');
assert.strictEqual(from('exporting/feature'), 'exporting/feature.js');
assert.strictEqual(from('exporting/patterns/one'), 'exporting/deep/one.js');
assert.strictEqual(from('exporting/first'), 'exporting/feature.js');
assert.strictEqual(from('exporting/custom'), 'exporting/feature.js');
assert.strictEqual(from('exporting/sync').default, 'exporting/entry.mjs');

const notExported = (subpath) => ({
  code: 'ERR_PACKAGE_PATH_NOT_EXPORTED',
  message: `Package subpath '${subpath}' is not defined by "exports" in ${pkg}/package.json`,
});
assert.throws(() => from('exporting/entry.cjs'), notExported('./entry.cjs'));
assert.throws(() => from('exporting/patterns/private/two'), notExported('./patterns/private/two'));
assert.throws(() => from('exporting/package.json'), notExported('./package.json'));
assert.throws(() => from('exporting/outside'), {
  code: 'ERR_INVALID_PACKAGE_TARGET',
  message: `Invalid "exports" target "../outside.js" defined for './outside' in the package config ${pkg}/package.json; ` +
    'targets must start with "./"',
});
assert.throws(() => from('exporting/gone'), {
  code: 'MODULE_NOT_FOUND',
  message: `Cannot find module '${pkg}/gone.js'`,
  path: pkg,
});
assert.throws(() => from('exporting/patterns/../../x'), { code: 'ERR_INVALID_MODULE_SPECIFIER' });

const inside = require(`${pkg}/inside.js`);
assert.strictEqual(inside.feature, 'exporting/feature.js');
assert.strictEqual(inside.other, 'main_file/lib/start.js');
assert.strictEqual(inside.deep, 'exporting/deep/one.js');
assert.strictEqual(inside.self, 'exporting/feature.js');
assert.throws(() => inside.requireHere('#nothing'), {
  name: 'TypeError',
  code: 'ERR_PACKAGE_IMPORT_NOT_DEFINED',
  message: `Package import specifier "#nothing" is not defined in package ${pkg}/package.json imported from ${pkg}/inside.js`,
});
assert.throws(() => inside.requireHere('#'), { code: 'ERR_INVALID_MODULE_SPECIFIER' });

assert.strictEqual(findPackageJSON('exporting', path.join(fixtures, 'program.js')), `${pkg}/package.json`);
assert.strictEqual(findPackageJSON('./esm/named.mjs', path.join(fixtures, 'program.js')), path.join(fixtures, 'esm/package.json'));
assert.throws(() => findPackageJSON(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => findPackageJSON('nowhere', __filename), { code: 'ERR_MODULE_NOT_FOUND' });
