'use strict';
// Random data in random parts, of every kind and encoding, with copies on the way.
const assert = require('node:assert');
const crypto = require('node:crypto');
const { randomFrom } = require('../../../test/_random');

const first = Number(process.argv[2] ?? 1);
const random = randomFrom(first);

const names = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-256', 'ripemd160', 'shake256'];
const alphabet = ['a', 'b', '\u00e9', '\u0416', '\ud83d\ude00', '\ud800'];
const text = (length) => Array.from({ length }, () => alphabet[random(alphabet.length)]).join('');

/** [what update() gets, the bytes that it means] */
function part() {
  const bytes = Buffer.from(Array.from({ length: random(300) }, () => random(256)));
  switch (random(7)) {
    case 0: { const string = text(random(100)); return [[string], Buffer.from(string)]; }
    case 1: return [[bytes.toString('hex'), 'hex'], bytes];
    case 2: return [[bytes.toString('base64'), 'base64'], bytes];
    case 3: return [[bytes.toString('latin1'), 'latin1'], bytes];
    case 4: { const string = text(random(50)); return [[string, 'utf16le'], Buffer.from(string, 'utf16le')]; }
    case 5: return [[new DataView(bytes.buffer, bytes.byteOffset, bytes.length)], bytes];
    default: return [[bytes], bytes];
  }
}

for (let round = 0; round < 600; round++) {
  const name = names[round % names.length];
  const message = `seed ${first}, round ${round}, ${name}`;
  const options = name === 'shake256' ? { outputLength: 32 } : undefined;
  const key = crypto.randomBytes(random(150));
  let hash = crypto.createHash(name, options);
  const hmac = name === 'shake256' ? undefined : crypto.createHmac(name, random(2) ? key : crypto.createSecretKey(key));
  const seen = [];
  for (let i = random(6); i > 0; i--) {
    const [given, bytes] = part();
    assert.strictEqual(hash.update(...given), hash);
    hmac?.update(...given);
    for (const value of given) if (ArrayBuffer.isView(value)) seen.push(Buffer.from(bytes));
    if (typeof given[0] === 'string') seen.push(bytes);
    if (random(3) === 0) {
      const copy = hash.copy(options);
      if (random(2)) [hash, copy.original] = [copy, hash];
      else copy.update('something else').digest();
    }
  }
  const whole = Buffer.concat(seen);
  const expected = crypto.createHash(name, options).update(whole).digest();
  assert.strictEqual(hash.digest('hex'), expected.toString('hex'), message);
  assert.strictEqual(expected.buffer.byteLength, expected.length);
  if (!hmac) continue;
  const code = crypto.createHmac(name, key).update(whole).digest();
  assert.deepStrictEqual(hmac.digest(), code, message);
  assert.strictEqual(crypto.createHmac(name, key).update(whole).digest('base64'), code.toString('base64'), message);
}

// Many at a time, each with a state of its own.
const hashes = Array.from({ length: 500 }, (_, i) => crypto.createHash(names[i % 6]).update(`text ${i}`));
hashes.forEach((hash, i) => hash.update(Buffer.from('!')));
hashes.forEach((hash, i) => assert.strictEqual(hash.digest('hex'), crypto.hash(names[i % 6], `text ${i}!`)));
