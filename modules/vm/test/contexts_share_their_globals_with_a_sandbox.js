'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(37);
const vm = require('node:vm');

const sandbox = { given: 1, get computed() { return 'computed'; } };
const context = vm.createContext(sandbox);
const run = (code, options) => vm.runInContext(code, context, options);

assert.strictEqual(context, sandbox);
assert.strictEqual(vm.isContext(sandbox), true);
assert.strictEqual(vm.isContext({}), false);
assert.strictEqual(vm.createContext(context), context);

assert.strictEqual(run('given + 1'), 2);
assert.strictEqual(run('given = 5; var declared = 6; function named() { return 7; } this.assigned = 8; given'), 5);
assert.deepStrictEqual(Object.keys(sandbox), ['given', 'computed', 'named', 'declared', 'assigned']);
assert.strictEqual(sandbox.named(), 7);
sandbox.outside = 'seen';
assert.strictEqual(run('outside'), 'seen');
assert.strictEqual(run('let lexical = 1; const constant = 2; lexical + constant'), 3);
assert.strictEqual('lexical' in sandbox, false);
assert.strictEqual(run('lexical'), 1);

assert.strictEqual(run('computed = 1; computed'), 'computed');
assert.strictEqual(run('delete this.declared'), false);
assert.strictEqual(run('delete this.assigned; typeof assigned'), 'undefined');
assert.strictEqual('assigned' in sandbox, false);
run('Object.defineProperty(this, "fixed", { value: 42 })');
assert.strictEqual(run('fixed = 0; fixed'), 42);
assert.throws(() => run('"use strict"; fixed = 0'), /Cannot assign to read only property 'fixed'/);
assert.throws(() => run('"use strict"; nowhere = 0'), { name: 'ReferenceError', message: 'nowhere is not defined' });
assert.strictEqual(run('"use strict"; this.nowhere = 1'), 1);
assert.strictEqual(run('Object.hasOwn(this, "given") && "toString" in this && !("never" in this)'), true);
assert.strictEqual(run('this[3] = "three"; this[3]'), 'three');
assert.strictEqual(sandbox[3], 'three');

sandbox.self = sandbox;
assert.strictEqual(run('self === globalThis'), true);
assert.strictEqual(run('typeof process + typeof require + typeof Map'), 'undefinedundefinedfunction');
assert.notStrictEqual(run('Array'), Array);
assert.strictEqual(run('[] instanceof Array'), true);
assert.strictEqual(run('[]') instanceof Array, false);

const plain = vm.createContext(vm.constants.DONT_CONTEXTIFY);
assert.strictEqual(vm.runInContext('globalThis', plain), plain);
vm.runInContext('var own = 1', plain);
assert.strictEqual(plain.own, 1);

const strict = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
assert.throws(() => vm.runInContext('eval("1")', strict), { name: 'EvalError' });
assert.throws(() => vm.runInContext('new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))', strict),
              { name: 'CompileError' });

const jobs = vm.createContext({}, { microtaskMode: 'afterEvaluate' });
assert.strictEqual(vm.runInContext('var done = 0; Promise.resolve().then(() => { done = 1; }); done', jobs), 0);
assert.strictEqual(vm.runInContext('done', jobs), 1);

for (const [call, message] of [
  [() => vm.createContext(5), 'The "object" argument must be of type object. Received type number (5)'],
  [() => vm.runInContext('1', {}), 'The "contextifiedObject" argument must be an vm.Context. Received an instance of Object'],
  [() => vm.createContext({}, { name: 5 }), 'The "options.name" property must be of type string. Received type number (5)'],
]) {
  assert.throws(call, { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });
}
