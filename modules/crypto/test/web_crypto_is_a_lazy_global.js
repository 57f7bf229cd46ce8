'use strict';
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');

const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
assert.strictEqual(typeof descriptor.get, 'function');
assert.strictEqual(descriptor.set, undefined);
assert.strictEqual(descriptor.enumerable, true);
assert.strictEqual(crypto, require('node:crypto').webcrypto);
assert.ok(crypto instanceof Crypto && crypto.subtle instanceof SubtleCrypto);
assert.strictEqual(crypto.subtle, crypto.subtle);
assert.strictEqual(Object.prototype.toString.call(crypto), '[object Crypto]');
assert.throws(() => Crypto.prototype.randomUUID.call({}), { code: 'ERR_INVALID_THIS' });
assert.rejects(crypto.subtle.digest('MD5', new Uint8Array(1)), { name: 'NotSupportedError' });
assert.rejects(crypto.subtle.digest('SHA-1', 'text'), { code: 'ERR_INVALID_ARG_TYPE' });
// In --eval programs the name is the module's.
const said = execFileSync(process.execPath, ['-p', 'crypto === require("node:crypto")'], { encoding: 'utf8' });
assert.strictEqual(said, 'true\n');
