// eddy only: the program's helper of the room v8 is for our snapshots
'use strict';
const assert = require('node:assert');
const { build, start } = require('../../v8/test/_snapshot');

const built = build((require) => {
  const crypto = require('crypto');
  globalThis.first = crypto.randomUUID();
  globalThis.hash = crypto.createHash('sha256').update('ab');
  require('v8').startupSnapshot.setDeserializeMainFunction(() => {
    console.log(`${first} ${crypto.randomUUID()} ${hash.update('c').digest('hex')}`);
  });
});
assert.strictEqual(built.status, 0, built.stderr);
const [one, other] = [start().stdout.trim().split(' '), start().stdout.trim().split(' ')];
assert.strictEqual(one[0], other[0]);
for (const id of [...one.slice(0, 2), other[1]]) {
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
}
assert.strictEqual(new Set([one[0], one[1], other[1]]).size, 3);
assert.strictEqual(one[2], 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
