'use strict'; // eddy only: Node 24.12 takes windows-1252 for Latin-1 (nodejs/node#56542) and has no iso-8859-16
const assert = require('node:assert');

assert.strictEqual(new TextDecoder('latin1').decode(Uint8Array.of(0x80, 0x92, 0x9f, 0x81, 0xe9)), '\u20ac\u2019\u0178\x81\xe9');
assert.strictEqual(new TextDecoder('iso-8859-16').decode(Uint8Array.of(0x41, 0x80, 0xa4, 0xaa, 0xff)), 'A\x80\u20ac\u0218\xff');
