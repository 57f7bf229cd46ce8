'use strict';
// The name of the argument in the message differs between a decoder that has streamed and one that has not.
const assert = require('node:assert');

const refusal = (name) => ({
  name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE',
  message: `The "${name}" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.`,
});
const decoder = new TextDecoder();
assert.throws(() => decoder.decode('text'), refusal('list'));
decoder.decode(new Uint8Array([0x61]));
assert.throws(() => decoder.decode('text'), refusal('list'));
decoder.decode(new Uint8Array([0x61]), { stream: true });
assert.throws(() => decoder.decode('text'), refusal('input'));
decoder.decode();
assert.throws(() => decoder.decode(5), refusal('input'));
assert.throws(() => new TextDecoder('utf-16le').decode('text'), refusal('input'));
assert.strictEqual(decoder.decode(new Uint8Array([0x62])), 'b');
