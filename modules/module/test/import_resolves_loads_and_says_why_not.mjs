import assert from 'node:assert';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import data from './fixtures/data.json' with { type: 'json' };
import * as commonJS from './fixtures/esm/names.cjs';
import * as reexports from './fixtures/esm/reexports.cjs';
import meta, { resolved } from './fixtures/esm/meta.mjs';
import { seen } from './fixtures/esm/cycle.mjs';
import { value as valueInCycle } from './fixtures/esm/cycle.mjs';
import finish from '../../../test/_finish.js';

const ended = finish.end();

const here = fileURLToPath(import.meta.url);
const base = new URL('./fixtures/', import.meta.url);
const require = createRequire(import.meta.url);
const load = (specifier, options) => import(specifier, options);

assert.strictEqual(data, require('./fixtures/data.json'));
assert.deepStrictEqual(Object.keys(commonJS), ['alpha', 'beta', 'default', 'module.exports']);
assert.strictEqual(commonJS.default, require('./fixtures/esm/names.cjs'));
assert.strictEqual(commonJS.alpha, 1);
assert.strictEqual(reexports.beta, 2);
assert.strictEqual(seen, 'ReferenceError');
assert.strictEqual(valueInCycle, 'set');

assert.deepStrictEqual(Object.keys(meta), ['dirname', 'filename', 'main', 'resolve', 'url']);
assert.strictEqual(meta.filename, fileURLToPath(new URL('esm/meta.mjs', base)));
assert.strictEqual(meta.main, false);
assert.strictEqual(import.meta.main, true);
assert.strictEqual(resolved, new URL('esm/named.mjs', base).href);
assert.strictEqual(import.meta.resolve('fs'), 'node:fs');
assert.strictEqual(import.meta.resolve('./nowhere.mjs'), new URL('nowhere.mjs', import.meta.url).href);
assert.strictEqual(typeof globalThis.require, 'undefined');

assert.strictEqual((await load('data:text/javascript,export default 7')).default, 7);
assert.strictEqual((await load('data:text/javascript;base64,ZXhwb3J0IGRlZmF1bHQgNQ==')).default, 5);
assert.deepStrictEqual((await load('data:application/json,{"a":1}', { with: { type: 'json' } })).default, { a: 1 });
assert.notStrictEqual(await load('./fixtures/esm/named.mjs?1'), await load('./fixtures/esm/named.mjs?2'));
assert.strictEqual(await load('./fixtures/esm/named.mjs'), await load(new URL('esm/named.mjs', base).href));
assert.strictEqual((await load('./fixtures/esm/detected.js')).detected, true);
assert.strictEqual((await load('./fixtures/esm/commonjs_syntax.js')).default, 1);
assert.strictEqual((await load('./fixtures/typed/noext')).default, 'no extension');
assert.strictEqual((await load('./fixtures/typed/plain.cjs')).default, 'plain');

const rejections = [
  ['./nowhere.mjs', { code: 'ERR_MODULE_NOT_FOUND',
                      message: `Cannot find module '${fileURLToPath(new URL('nowhere.mjs', import.meta.url))}' imported from ${here}`,
                      url: new URL('nowhere.mjs', import.meta.url).href }],
  ['nowhere', { code: 'ERR_MODULE_NOT_FOUND', message: `Cannot find package 'nowhere' imported from ${here}` }],
  ['./fixtures/esm', { code: 'ERR_UNSUPPORTED_DIR_IMPORT' }],
  ['./fixtures/data.json', { name: 'TypeError', code: 'ERR_IMPORT_ATTRIBUTE_MISSING',
                             message: `Module "${new URL('data.json', base)}" needs an import attribute of "type: json"` }],
  ['node:nowhere', { code: 'ERR_UNKNOWN_BUILTIN_MODULE' }],
  ['unheard:of', { code: 'ERR_UNSUPPORTED_ESM_URL_SCHEME' }],
  ['data:text/css,x', { name: 'RangeError', code: 'ERR_UNKNOWN_MODULE_FORMAT' }],
  ['./fixtures/a%2fb.mjs', { code: 'ERR_INVALID_MODULE_SPECIFIER' }],
  ['#nothing', { code: 'ERR_PACKAGE_IMPORT_NOT_DEFINED' }],
  ['./fixtures/esm/throws.mjs', { name: 'RangeError', message: 'from an ES module' }],
  ['./fixtures/esm/imports_missing_name.mjs', {
    name: 'SyntaxError', message: "The requested module './named.mjs' does not provide an export named 'nothing'" }],
  ['./fixtures/esm/imports_missing_name_of_commonjs.mjs', {
    name: 'SyntaxError',
    message: "Named export 'nothing' not found. The requested module './names.cjs' is a CommonJS module, which may not " +
      'support all module.exports as named exports.\nCommonJS modules can always be imported via the default export, ' +
      "for example using:\n\nimport pkg from './names.cjs';\nconst { nothing: something } = pkg;\n" }],
];
for (const [specifier, expected] of rejections) await assert.rejects(load(specifier), expected);
await assert.rejects(load('./fixtures/data.json', { with: { type: 'css' } }), { code: 'ERR_IMPORT_ATTRIBUTE_UNSUPPORTED' });
await assert.rejects(load('./fixtures/esm/named.mjs', { with: { type: 'json' } }), { code: 'ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE' });

const fromPackage = createRequire(new URL('program.js', base));
assert.strictEqual(fromPackage('exporting'), 'exporting/entry.cjs');

ended();
