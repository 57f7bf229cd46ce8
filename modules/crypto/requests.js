'use strict';
// crypto's jobs as asynchronous resources.

const { trackRequests } = require('async_ids/requests');

const pair = 'KEYPAIRGENREQUEST';

// The types by which async_hooks knows the jobs that these native halves begin.
const types = {
  __proto__: null,
  crypto_key: {
    __proto__: null, generateRsa: pair, generateDsa: pair, generateEc: pair, generateDh: pair, generateRaw: pair,
  },
  crypto_random: {
    __proto__: null, bytes: 'RANDOMBYTESREQUEST', fillLater: 'RANDOMBYTESREQUEST', keyBytes: 'KEYGENREQUEST',
  },
  crypto_sign: {
    __proto__: null, sign: 'SIGNREQUEST', verify: 'SIGNREQUEST', derive: 'DERIVEBITSREQUEST', rsa: 'CIPHERREQUEST',
  },
  crypto_subtle: {
    __proto__: null, digest: 'HASHREQUEST', hmac: 'SIGNREQUEST', kmac: 'SIGNREQUEST', cipher: 'CIPHERREQUEST',
    counter: 'CIPHERREQUEST',
  },
  crypto_kdf: {
    __proto__: null, pbkdf2: 'PBKDF2REQUEST', scrypt: 'SCRYPTREQUEST', hkdf: 'DERIVEBITSREQUEST', argon2: 'ARGON2REQUEST',
  },
};

const tracked = new Set();

/** The native half `name`, as binding() gave it, from now on with its jobs announced. */
function withRequests(name, native) {
  if (!tracked.has(name)) trackRequests(native, types[name]);
  tracked.add(name);
  return native;
}

module.exports = { withRequests };
