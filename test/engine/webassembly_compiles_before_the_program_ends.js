'use strict';
// Work of V8's worker threads holds the program: nothing else keeps the loop alive here.
const assert = require('node:assert');
const finish = require('../_finish');

// (module (func (export "f") (result i32) (i32.const 42)))
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10,
  6, 1, 4, 0, 65, 42, 11]);
const log = [];

WebAssembly.compile(bytes).then((module) => {
  log.push('compiled');
  process.nextTick(() => log.push('tick'));
  Promise.resolve().then(() => log.push('job'));
  return WebAssembly.instantiate(module);
}).then((instance) => log.push(instance.exports.f()));
WebAssembly.compile(new Uint8Array([1])).catch((error) => {
  assert(error instanceof WebAssembly.CompileError);
  log.push('refused');
});

process.on('beforeExit', () => {
  assert.deepStrictEqual(log.sort(), [42, 'compiled', 'job', 'refused', 'tick']);
});
finish.atExit((code) => {
  assert.strictEqual(code, 0);
  assert.strictEqual(log.length, 5);
});
