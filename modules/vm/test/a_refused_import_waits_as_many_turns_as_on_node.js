'use strict';
// import() in code of vm's that has nobody to answer it is rejected behind the third turn of promise jobs, in every context.
const assert = require('node:assert');
const vm = require('node:vm');
const finish = require('../../../test/_finish');

const options = { importModuleDynamically: () => import('node:fs') };
const cases = [
  [() => vm.runInNewContext('import("x")'), 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING'],
  [() => vm.runInThisContext('import("x")'), 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING'],
  [() => vm.compileFunction('return import("x")')(), 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING'],
  [() => new vm.Script('import("x")', options).runInThisContext(), 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG'],
  [() => new vm.Script('import("x")', options).runInNewContext(), 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG'],
];

finish(async () => {
  for (const [run, code] of cases) {
    const order = [];
    let turns = Promise.resolve();
    for (let i = 1; i <= 5; i++) turns = turns.then(() => { order.push(i); });
    const refused = run().catch((error) => { order.push(error.code); });
    await turns;
    await refused;
    assert.deepStrictEqual(order, [1, 2, 3, code, 4, 5], `${run}`);
  }
});
