// Flags: --experimental-vm-modules --no-warnings
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(21);
const vm = require('node:vm');

async function linkedByLinker() {
  const a = new vm.SourceTextModule('import { b } from "b"; export const a = b + 1;', { identifier: 'a' });
  const b = new vm.SourceTextModule('import * as a from "a"; export const b = 41;', { identifier: 'b' });
  assert.deepStrictEqual(a.dependencySpecifiers, ['b']);
  assert.strictEqual(a.status, 'unlinked');
  const linking = a.link((specifier) => (specifier === 'a' ? a : b));
  assert.strictEqual(a.status, 'linking');
  await linking;
  assert.strictEqual(a.status, 'linked');
  assert.strictEqual(await a.evaluate(), undefined);
  assert.strictEqual(a.namespace.a, 42);
  assert.strictEqual(b.status, 'evaluated');
  await assert.rejects(new vm.SourceTextModule('import "x"').link(() => 5), { code: 'ERR_VM_MODULE_NOT_MODULE' });
}

async function linkedByRequests() {
  const synthetic = new vm.SyntheticModule(['value'], function() { this.setExport('value', 'synthetic'); });
  const module = new vm.SourceTextModule('import { value } from "s"; export default value;');
  assert.throws(() => module.instantiate(), { code: 'ERR_VM_MODULE_LINK_FAILURE' });
  assert.throws(() => module.linkRequests([]), { code: 'ERR_MODULE_LINK_MISMATCH', message: 'Expected 1 modules, got 0' });
  module.linkRequests([synthetic]);
  module.instantiate();
  assert.strictEqual(module.hasAsyncGraph(), false);
  await module.evaluate();
  assert.strictEqual(module.namespace.default, 'synthetic');
}

async function errorsAndImports() {
  const throwing = new vm.SourceTextModule('throw new Error("inside")');
  assert.throws(() => throwing.error, { code: 'ERR_VM_MODULE_STATUS', message: 'Module status must be errored' });
  await throwing.link(() => {});
  await assert.rejects(throwing.evaluate(), { message: 'inside' });
  assert.strictEqual(throwing.status, 'errored');
  assert.strictEqual(throwing.error.message, 'inside');

  const context = vm.createContext({});
  const importing = new vm.SourceTextModule('export const imported = await import("other"); export const { tag } = import.meta;', {
    context,
    initializeImportMeta(meta, module) { meta.tag = module === importing; },
    async importModuleDynamically(specifier, referrer) {
      assert.strictEqual(specifier, 'other');
      assert.strictEqual(referrer, importing);
      const other = new vm.SourceTextModule('export const found = "found";', { context });
      await other.link(() => {});
      await other.evaluate();
      return other;
    },
  });
  await importing.link(() => {});
  assert.strictEqual(importing.hasTopLevelAwait(), true);
  await importing.evaluate();
  assert.strictEqual(importing.namespace.imported.found, 'found');
  assert.strictEqual(importing.namespace.tag, true);
}

Promise.all([linkedByLinker(), linkedByRequests(), errorsAndImports()]).then(() => { process.exitCode = 0; });
process.exitCode = 1;
