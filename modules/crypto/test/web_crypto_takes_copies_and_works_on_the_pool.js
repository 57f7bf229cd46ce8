'use strict';
// What becomes of a buffer after the call does no harm, and the loop goes on while a job works.
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const { subtle } = globalThis.crypto;
const hex = (buffer) => Buffer.from(buffer).toString('hex');

// How a program may spoil a buffer.
const harms = [
  (buffer) => new Uint8Array(buffer).fill(0),
  (buffer) => buffer.resize(0),
  (buffer) => structuredClone(buffer, { transfer: [buffer] }),
];

function bytes(size) {
  return new Uint8Array(new ArrayBuffer(size, { maxByteLength: 2 * size })).fill(7);
}

finish(async () => {
  for (const harm of harms) {
    const results = [];
    for (const isHarmed of [false, true]) {
      const used = [];
      const make = (size) => {
        const made = bytes(size);
        used.push(made.buffer);
        return made;
      };
      const done = (promise) => {
        if (isHarmed) used.splice(0).forEach(harm);
        return promise;
      };
      const key = await done(subtle.importKey('raw', make(16), 'AES-GCM', true, ['encrypt', 'decrypt']));
      const sealed = await done(subtle.encrypt({ name: 'AES-GCM', iv: make(12), additionalData: make(9) }, key, make(1000)));
      const mac = await done(subtle.importKey('raw', make(16), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']));
      const code = await done(subtle.sign('HMAC', mac, make(5000)));
      const password = await done(subtle.importKey('raw', make(16), 'PBKDF2', false, ['deriveBits']));
      const bits = await done(subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', iterations: 9, salt: make(4) }, password, 64));
      const digest = await done(subtle.digest('SHA-512', make(100000)));
      results.push([await subtle.exportKey('raw', key), sealed, code, bits, digest].map(hex));
    }
    assert.deepStrictEqual(results[1], results[0], `${harm}`);
  }

  const password = await subtle.importKey('raw', bytes(16), 'PBKDF2', false, ['deriveBits']);
  let turns = 0;
  const count = setInterval(() => turns++, 1);
  // (A machine may keep this thread from running until the pool's has done all: then the job was too short.)
  for (let iterations = 200_000; turns === 0 && iterations < 20_000_000; iterations *= 2) {
    await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', iterations, salt: bytes(4) }, password, 256);
  }
  clearInterval(count);
  assert.ok(turns > 0, 'the loop turned');
});
