'use strict';
// A hook of promises that fails where the stack is used up: the program goes on when a listener takes that, and otherwise
// ends with the error on stderr, never without a word.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const DIVE = `
  process.on('exit', (code) => console.log('exit', code));
  function dive() {
    try { dive(); } catch (e) { Promise.resolve(1); throw e; }
  }
  try { dive(); } catch { /* RangeError */ }
  console.log('alive');
  setTimeout(() => console.log('done'), 10);`;
function run(program) {
  return spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
}

const handled = run(`require('domain'); process.on('uncaughtException', () => {}); ${DIVE}`);
assert.strictEqual(handled.stdout, 'alive\ndone\nexit 0\n');
assert.strictEqual(handled.status, 0);

for (const hook of ['async_hooks.createHook({ init() {} }).enable()', 'v8.promiseHooks.onInit(() => {})']) {
  const told = run(`require('${hook.split('.')[0]}').${hook.slice(hook.indexOf('.') + 1)}; ${DIVE}`);
  assert(told.status === 0 || /RangeError: Maximum call stack size exceeded/.test(told.stderr), `${hook}: ${told.status} ${told.stderr}`);
}
