'use strict';
// Functions whose number of parameters says something else than their `length` on Node, which packages and comparisons look at.
const assert = require('node:assert');
const { types, styleText } = require('node:util');
const v8 = require('node:v8');
const http2 = require('node:http2');

const natives = Object.keys(types).filter((name) => !/^is(?:.*Array|ArrayBufferView|.*Key.*|CryptoKey)$/.test(name));
assert.ok(natives.length > 25);
for (const name of natives) assert.strictEqual(types[name].length, name === 'isEventTarget' ? 1 : 0, name);
assert.strictEqual(types.isDate(new Date()), true);

const lengths = (object, names) => names.map((name) => object[name].length);
assert.deepStrictEqual(lengths(v8.Serializer.prototype,
  ['transferArrayBuffer', 'writeDouble', 'writeRawBytes', 'writeUint32', 'writeUint64', 'writeValue']), [0, 0, 0, 0, 0, 0]);
assert.strictEqual(v8.Deserializer.prototype.transferArrayBuffer.length, 0);
assert.deepStrictEqual(v8.deserialize(v8.serialize({ a: [1.5] })), { a: [1.5] });
assert.strictEqual(styleText.length, 2);
assert.strictEqual(require('node:child_process').fork.length, 1);
assert.strictEqual(require('node:http').IncomingMessage.length, 1);
assert.strictEqual(crypto.randomUUID.length, 0);
assert.strictEqual(process.reallyExit.length, 0);
assert.strictEqual(require('node:worker_threads').moveMessagePortToContext.length, 0);
assert.deepStrictEqual(lengths(require('node:diagnostics_channel').channel('x'), ['publish', 'unsubscribe', 'unbindStore']), [0, 0, 0]);

assert.strictEqual(http2.constants.NGHTTP2_ERR_NOMEM, -901);
assert.ok(!Object.keys(http2.constants).includes('NGHTTP2_ERR_NOMEM'));
