'use strict';
// Which names there are, in which case, what they are called, and what every method says of others.
const assert = require('assert');
const { StringDecoder } = require('string_decoder');
const { Writable } = require('stream');

const names = {
  utf8: 'utf8', 'utf-8': 'utf8', ucs2: 'utf16le', 'ucs-2': 'utf16le', utf16le: 'utf16le', 'utf-16le': 'utf16le', latin1: 'latin1',
  binary: 'latin1', ascii: 'ascii', base64: 'base64', base64url: 'base64url', hex: 'hex',
};
const asBytes = { utf8: 'c3a9', utf16le: 'e900', latin1: 'e9', ascii: 'e9' };

for (const [name, canonical] of Object.entries(names)) {
  for (const given of [name, name.toUpperCase(), name[0].toUpperCase() + name.slice(1)]) {
    assert.strictEqual(Buffer.isEncoding(given), true, given);
    assert.strictEqual(new StringDecoder(given).encoding, canonical);
    if (asBytes[canonical]) assert.strictEqual(Buffer.from('\u00e9', given).toString('hex'), asBytes[canonical]);
    assert.strictEqual(Buffer.byteLength('aGk=', given) > 0, true);
  }
}

for (const name of ['', 'utf', 'utf 8', 'utf8 ', 'utf-32', 'hexx', 'buffer', 'latin-1', '\u0131so', '__proto__', 'constructor']) {
  assert.strictEqual(Buffer.isEncoding(name), false, name);
  if (name === '') continue;
  const unknown = { code: 'ERR_UNKNOWN_ENCODING', name: 'TypeError', message: `Unknown encoding: ${name}` };
  assert.throws(() => Buffer.from('x', name), unknown);
  assert.throws(() => Buffer.from('x').toString(name), unknown);
  assert.throws(() => Buffer.alloc(2).fill('x', name), unknown);
  assert.throws(() => Buffer.from('x').indexOf('x', 0, name), unknown);
  assert.throws(() => new StringDecoder(name), unknown);
  assert.throws(() => new Writable({ write() {} }).setDefaultEncoding(name), unknown);
}
for (const name of [undefined, null, 1, {}, Symbol('utf8')]) assert.strictEqual(Buffer.isEncoding(name), false);
