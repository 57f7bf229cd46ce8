'use strict';
// A source that was compiled before is found in V8's cache, also with importModuleDynamically, which without
// --experimental-vm-modules is never called: a copy has the functions that were compiled since.
const finish = require('../../../test/_finish');
const assert = require('node:assert');
const vm = require('node:vm');

const source = `(${function(run) {
  function late() { return [1, 2, 3].map((value) => value * 2).join(); }
  return run ? late() : undefined;
}})`;
const options = () => ({ filename: 'cached.js', importModuleDynamically: async () => { throw new Error('never called'); } });

const first = new vm.Script(source, options());
const uncompiled = first.createCachedData().length;
assert.strictEqual(first.runInThisContext()(true), '2,4,6');
const compiled = first.createCachedData().length;
assert.ok(compiled > uncompiled, `${compiled} > ${uncompiled}`);
const second = new vm.Script(source, options());
assert.ok(second.createCachedData().length > uncompiled, 'compiled anew');

finish(async () => {
  const refused = { code: 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG' };
  await assert.rejects(new vm.Script('import("node:fs")', options()).runInThisContext(), refused);
  await assert.rejects(vm.compileFunction('return import("node:fs")', [], options())(), refused);
  await assert.rejects(new vm.Script('import("node:fs")').runInThisContext(), { code: 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING' });
  assert.throws(() => new vm.Script('1', { importModuleDynamically: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
});
