'use strict';
// With importModuleDynamically: when import() settles, counted in turns of promise jobs; and that neither the function nor the
// context outlives the code.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function run(options, program) {
  const { status, stdout, stderr, signal } = spawnSync(process.execPath, ['--experimental-vm-modules', '--no-warnings', ...options, '-e', program],
                                                       { encoding: 'utf8' });
  assert.deepStrictEqual([status, signal, stderr], [0, null, '']);
  return stdout;
}

const order = (answer) => run([], `
  const vm = require('vm');
  const module = new vm.SyntheticModule([], () => {});
  (async () => {
    await module.link(() => {});
    await module.evaluate();
    const log = [];
    const script = new vm.Script('import("x")', { importModuleDynamically: ${answer} });
    script.runInThisContext().then(() => log.push('ok'), (error) => log.push(error.code ?? error.message));
    let turns = Promise.resolve();
    for (let i = 1; i <= 8; i++) turns = turns.then(() => { log.push(i); });
    await turns;
    console.log(log.join(' '));
  })();`);
assert.strictEqual(order('() => module'), '1 2 3 ok 4 5 6 7 8\n');
assert.strictEqual(order('async () => module'), '1 2 3 ok 4 5 6 7 8\n');
assert.strictEqual(order('() => 5'), '1 2 3 ERR_VM_MODULE_NOT_MODULE 4 5 6 7 8\n');
assert.strictEqual(order('() => { throw new Error("thrown"); }'), '1 2 3 thrown 4 5 6 7 8\n');
assert.strictEqual(order('async () => { throw new Error("thrown"); }'), '1 2 3 thrown 4 5 6 7 8\n');

// 600 contexts with 1 MB each, of which 64 MB can be alive.
assert.strictEqual(run(['--max-old-space-size=64'], `
  const vm = require('vm');
  (async () => {
    for (let i = 0; i < 600; i++) {
      const context = vm.createContext({});
      const script = new vm.Script('big = new Array(125000).fill(0.5); () => import("x")', { importModuleDynamically() { return context.big.length; } });
      await script.runInContext(context)().catch((error) => { if (error.code !== 'ERR_VM_MODULE_NOT_MODULE') throw error; });
    }
    console.log('done');
  })();`), 'done\n');
