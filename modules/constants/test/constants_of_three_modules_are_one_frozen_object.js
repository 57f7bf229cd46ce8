'use strict';
const assert = require('node:assert');
const constants = require('node:constants');
const os = require('node:os').constants;
const crypto = require('node:crypto').constants;

assert(Object.isFrozen(constants));
for (const source of [os.dlopen, os.errno, os.priority, os.signals, require('node:fs').constants, crypto]) {
  for (const name of Object.keys(source)) {
    if (name !== 'defaultCipherList') assert.strictEqual(constants[name], source[name], name);
  }
}
assert.strictEqual('defaultCipherList' in constants, false);
assert.strictEqual(constants.ENOENT, 2);
