// mock.module(): mocks in the place of modules, for import and require(), until they are restored. Runs itself with the option.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { pathToFileURL } from 'node:url';
import finish from '../../../test/_finish.js';

const OPTION = '--experimental-test-module-mocks';
const done = finish.end();
if (!process.execArgv.includes(OPTION)) {
  assert.strictEqual(mock.module, undefined);
  const { status, stdout, stderr } = spawnSync(process.execPath, [OPTION, import.meta.filename], { encoding: 'utf8' });
  assert.deepStrictEqual([status, stdout], [0, 'ran\n'], stderr);
  assert.match(stderr, /ExperimentalWarning: Module mocking is an experimental feature and might change at any time/);
} else {
  await test();
  console.log('ran');
}
done();

async function test() {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'mocked-')));
  process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
  const put = (name, text) => fs.writeFileSync(path.join(dir, name), text);
  const url = (name) => pathToFileURL(path.join(dir, name)).href;
  const require = createRequire(path.join(dir, 'x.js'));
  put('package.json', '{}');
  put('esm.mjs', 'export const a = 1; export default "own"; globalThis.runs = (globalThis.runs ?? 0) + 1;');
  put('typeless.js', 'export const a = 1;');
  put('commonjs.cjs', 'exports.a = 1; globalThis.runs = (globalThis.runs ?? 0) + 1;');
  put('uses.cjs', 'module.exports = () => require("./commonjs.cjs");');
  put('uses.mjs', 'export * from "./esm.mjs";');

  // Of an ES module: a default export only where one is given.
  let mocked = mock.module(url('esm.mjs'), { namedExports: { x: 1 } });
  assert.strictEqual(mocked.constructor.name, 'MockModuleContext');
  assert.deepStrictEqual({ ...await import(url('esm.mjs')) }, { x: 1 });
  assert.deepStrictEqual({ ...await import(url('uses.mjs')) }, { x: 1 });
  assert.notStrictEqual(await import(url('esm.mjs')), await import(url('esm.mjs'))); // one for each
  assert.deepStrictEqual(require('./esm.mjs'), { x: 1 });
  assert.throws(() => mock.module(url('esm.mjs')),
    { code: 'ERR_INVALID_STATE', message: `Invalid state: Cannot mock '${url('esm.mjs')}'. The module is already mocked.` });
  assert.strictEqual(globalThis.runs, undefined);
  mocked.restore();
  mocked.restore();
  assert.deepStrictEqual({ ...await import(url('esm.mjs')) }, { a: 1, default: 'own' });
  assert.strictEqual(globalThis.runs, 1);
  mocked = mock.module(url('typeless.js'), { defaultExport: 'D', namedExports: { x: 1 } });
  assert.deepStrictEqual({ ...await import(url('typeless.js')) }, { default: 'D', x: 1 });
  const refused = { message: 'Cannot create mock because named exports cannot be applied to the provided default export.' };
  assert.throws(() => require('./typeless.js'), refused);
  mock.restoreAll();
  assert.strictEqual((await import(url('typeless.js'))).a, 1);

  // Of CommonJS: named exports are properties of the default one, which is module.exports.
  const original = require('./commonjs.cjs');
  const given = { o: 1 };
  mocked = mock.module(new URL(url('commonjs.cjs')), { defaultExport: given, namedExports: { x: 2 } });
  assert.strictEqual(require('./commonjs.cjs'), given);
  assert.strictEqual(require('./uses.cjs')(), given);
  assert.deepStrictEqual(given, { o: 1, x: 2 });
  const namespace = await import(url('commonjs.cjs'));
  assert.deepStrictEqual(Object.keys(namespace), ['default', 'module.exports', 'x']);
  assert.strictEqual(namespace.default, given);
  mocked.restore();
  assert.strictEqual(require('./commonjs.cjs'), original);

  // One for all.
  mocked = mock.module(url('commonjs.cjs'), { cache: true, namedExports: { x: {} } });
  assert.strictEqual(require('./commonjs.cjs'), require('./commonjs.cjs'));
  assert.strictEqual(await import(url('commonjs.cjs')), await import(url('commonjs.cjs')));
  assert.strictEqual((await import(url('commonjs.cjs'))).x, require('./commonjs.cjs').x);
  mock.reset();

  // Built-in modules, by both of their names.
  const { hostname } = os;
  mocked = mock.module('node:os', { namedExports: { hostname: () => 'mocked' } });
  for (const name of ['os', 'node:os']) {
    assert.strictEqual((await import(name)).hostname(), 'mocked');
    assert.deepStrictEqual(Object.keys(require(name)), ['hostname']);
  }
  assert.strictEqual(process.getBuiltinModule('os').hostname, hostname);
  mocked.restore();
  assert.strictEqual(require('os').hostname, hostname);

  assert.throws(() => mock.module(5), { code: 'ERR_INVALID_ARG_TYPE',
    message: 'The "specifier" argument must be of type string or an instance of URL. Received type number (5)' });
  assert.throws(() => mock.module('os', { cache: 5 }), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => mock.module('os', { namedExports: null }), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => mock.module('./is-not-there.mjs'), { code: 'ERR_MODULE_NOT_FOUND' });
}
