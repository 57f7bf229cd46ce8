// A BlockList that is cloned has the same rules from then on, whichever of the two they are added to.
'use strict';
const assert = require('node:assert');
const { BlockList } = require('node:net');

const list = new BlockList();
list.addAddress('10.0.0.1');
const clone = structuredClone(list);
assert.ok(BlockList.isBlockList(clone));
assert.notStrictEqual(clone, list);
clone.addRange('10.0.1.1', '10.0.1.9');
assert.strictEqual(list.check('10.0.1.5'), true);
list.addSubnet('fe80::', 16, 'ipv6');
const again = structuredClone(clone);
assert.strictEqual(again.check('fe80::1', 'ipv6'), true);
assert.deepStrictEqual(again.rules, list.rules);
assert.strictEqual(structuredClone(new BlockList()).check('10.0.0.1'), false);
