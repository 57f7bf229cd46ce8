'use strict';
const assert = require('node:assert');

const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'URL');
assert.deepStrictEqual(Object.keys(descriptor), ['value', 'writable', 'enumerable', 'configurable']);
assert.strictEqual(descriptor.value, URL);
assert.strictEqual(descriptor.enumerable, false);

globalThis.TextDecoder = 1;
assert.strictEqual(TextDecoder, 1);
assert.ok(delete globalThis.Blob);
assert.strictEqual(typeof Blob, 'undefined');
assert.strictEqual(typeof Object.getOwnPropertyDescriptor(globalThis, 'structuredClone').value, 'function');
