'use strict';
// eddy only: Node aborts by its assertions.
// Parameters that are no names, extensions that are no plain objects and proxies of lists: V8 refuses without an
// exception, and the program gets an error.
const assert = require('node:assert');
const vm = require('node:vm');

for (const name of ['a b', '', 'a=1', '{a}', 'a){}//', '...rest', '1', ' ']) {
  assert.throws(() => vm.compileFunction('return 1', [name]), { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' }, name);
}
for (const extension of [new Proxy({}, {}), [], () => 1, null, 'x']) {
  assert.throws(() => vm.compileFunction('return 1', [], { contextExtensions: [extension] }), { code: 'ERR_INVALID_ARG_TYPE' });
}
assert.strictEqual(vm.compileFunction('return a + b', new Proxy(['a', 'b'], {}))(1, 2), 3);
assert.strictEqual(vm.compileFunction('return a', [], { contextExtensions: new Proxy([{ a: 5 }], {}) })(), 5);
// An element that is another thing each time it is looked at.
let looks = 0;
const list = ['a'];
Object.defineProperty(list, 0, { __proto__: null, get: () => (looks++ % 2 ? 'b c' : 'a'), enumerable: true });
try {
  vm.compileFunction('return 1', list);
} catch (error) {
  assert.strictEqual(error.code, 'ERR_INVALID_ARG_VALUE');
}
assert(looks > 0);
