'use strict';
const assert = require('node:assert');
const vm = require('node:vm');

Error.prepareStackTrace = (error, frames) => `main: ${error.message} ${frames.length > 0}`;
assert.strictEqual(vm.runInNewContext('new Error("a").stack'), 'main: a true');
assert.strictEqual(vm.runInNewContext('Error.prepareStackTrace = undefined; new Error("b").stack'), 'main: b true');
assert.strictEqual(vm.runInNewContext('Error.prepareStackTrace = () => "own"; new Error("c").stack'), 'own');
Error.prepareStackTrace = undefined;
assert.match(vm.runInNewContext('new Error("d").stack'), /^Error: d\n {4}at evalmachine/);
