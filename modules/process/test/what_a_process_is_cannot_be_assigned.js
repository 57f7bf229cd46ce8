// pid, argv0, version and the like are seen, and keep their values; ppid may be assigned, as on Node.
const assert = require('node:assert');

const attributes = (name) => {
  const { writable, enumerable } = Object.getOwnPropertyDescriptor(process, name);
  return { writable, enumerable };
};
for (const name of ['pid', 'argv0', 'version', 'versions', 'arch', 'platform', 'release', 'features', 'config']) {
  assert.deepStrictEqual(attributes(name), { writable: false, enumerable: true }, name);
  const before = process[name];
  process[name] = 'assigned';
  assert.strictEqual(process[name], before, name);
  assert.throws(() => { 'use strict'; process[name] = 'assigned'; }, TypeError, name);
}
process.ppid = 7;
assert.strictEqual(process.ppid, 7);
