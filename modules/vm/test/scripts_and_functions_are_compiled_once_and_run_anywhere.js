'use strict';
const assert = require('node:assert');
const vm = require('node:vm');
const finish = require('../../../test/_finish');

const script = new vm.Script('count = (typeof count === "undefined" ? 0 : count) + 1');
assert.strictEqual(script.runInNewContext({ count: 5 }), 6);
assert.strictEqual(script.runInContext(vm.createContext()), 1);
assert.strictEqual(script.runInThisContext(), 1);
assert.strictEqual(script.runInThisContext(), 2);
delete globalThis.count;
assert.strictEqual(new vm.Script('1 //# sourceMappingURL=x.map').sourceMapURL, 'x.map');

assert.throws(() => new vm.Script('let a b', { filename: 'broken.js', lineOffset: 9 }), (error) => {
  assert.strictEqual(error.name, 'SyntaxError');
  assert.ok(error.stack.startsWith("broken.js:10\nlet a b\n      ^\n\nSyntaxError: Unexpected identifier 'b'\n"), error.stack);
  return true;
});
assert.throws(() => vm.runInThisContext('\nthrow new RangeError("thrown")', 'thrower.js'), (error) => {
  assert.ok(error.stack.startsWith('thrower.js:2\nthrow new RangeError("thrown")\n^\n\nRangeError: thrown\n    at thrower.js:2:7'), error.stack);
  return true;
});

const produced = new vm.Script('function cached() { return 1; }', { produceCachedData: true });
assert.strictEqual(produced.cachedDataProduced, true);
assert.ok(Buffer.isBuffer(produced.cachedData) && produced.createCachedData().length > 0);
const consumed = new vm.Script('function cached() { return 1; }', { cachedData: produced.cachedData });
assert.strictEqual(consumed.cachedDataRejected, false);
assert.strictEqual(new vm.Script('1', { cachedData: Buffer.from('no cache') }).cachedDataRejected, true);

const compiled = vm.compileFunction('return [a, b, typeof inContext, extension]', ['a', 'b'], {
  parsingContext: vm.createContext({ inContext: 1 }),
  contextExtensions: [{ extension: 'extended' }],
});
assert.strictEqual(compiled.length, 2);
assert.deepStrictEqual([...compiled(1, 2)], [1, 2, 'number', 'extended']);

assert.throws(() => vm.runInThisContext('while (true);', { timeout: 10 }), {
  code: 'ERR_SCRIPT_EXECUTION_TIMEOUT',
  message: 'Script execution timed out after 10ms',
});
assert.strictEqual(vm.runInThisContext('1', { timeout: 1000 }), 1);
assert.throws(() => vm.runInThisContext('1', { timeout: 0 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => vm.compileFunction('1', ['a', 5]), {
  message: 'The "params[1]" argument must be of type string. Received type number (5)',
});
assert.throws(() => vm.runInThisContext('throw 5'), (thrown) => thrown === 5);

finish(async () => {
  await assert.rejects(new vm.Script('import("fs")').runInThisContext(), { code: 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING' });
  const loads = new vm.Script('import("node:path")', { importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
  assert.strictEqual((await loads.runInThisContext()).default, require('node:path'));
});
