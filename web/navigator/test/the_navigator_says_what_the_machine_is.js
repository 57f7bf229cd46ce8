'use strict';
// navigator: its values, its shape, and that a program can neither make nor change one.
const assert = require('assert');
const os = require('os');

assert.strictEqual(navigator.hardwareConcurrency, os.availableParallelism());
assert.strictEqual(navigator.userAgent, `Node.js/${process.versions.node.split('.')[0]}`);
assert.strictEqual(navigator.language, new Intl.DateTimeFormat().resolvedOptions().locale);
assert.deepStrictEqual(navigator.languages, [navigator.language]);
assert.strictEqual(Object.isFrozen(navigator.languages), true);
assert.strictEqual(navigator.languages, navigator.languages);
if (process.platform === 'linux' && process.arch === 'x64') assert.strictEqual(navigator.platform, 'Linux x86_64');

assert.deepStrictEqual(Object.keys(navigator), []);
const names = ['hardwareConcurrency', 'language', 'languages', 'locks', 'platform', 'userAgent'];
for (const name of names) {
  const { get, set, enumerable } = Object.getOwnPropertyDescriptor(Navigator.prototype, name);
  assert.deepStrictEqual([typeof get, set, enumerable], ['function', undefined, true], name);
  assert.throws(() => { navigator[name] = 1; }, TypeError);
}
assert.throws(() => new Navigator(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
assert.strictEqual(navigator instanceof Navigator, true);

const { get, set, configurable } = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
assert.deepStrictEqual([typeof get, configurable], ['function', true]);
assert.strictEqual(['function', 'undefined'].includes(typeof set), true);
