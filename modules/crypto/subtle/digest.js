'use strict';
// SHA-1, SHA-2, SHA-3 and cSHAKE; and the numbers by which the native halves know digests.

const { findDigest } = require('crypto/hash');
const { withRequests } = require('crypto/requests');
const { runJob } = require('crypto/subtle/errors');
const native = withRequests('crypto_subtle', binding('crypto_subtle'));

const openSslNames = {
  '__proto__': null,
  'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512',
  'SHA3-256': 'sha3-256', 'SHA3-384': 'sha3-384', 'SHA3-512': 'sha3-512',
  // Without a function name and a customization cSHAKE is SHAKE (NIST SP 800-185, 3.3).
  'cSHAKE128': 'shake128', 'cSHAKE256': 'shake256',
};

/** The number of the digest of that name. */
function digestId(name) {
  return findDigest(openSslNames[name]).id;
}

function digest({ name, length }, data) {
  const { id, size } = findDigest(openSslNames[name]);
  return runJob(() => native.digest(id, length === undefined ? size : length / 8, data, null));
}

module.exports = { digest, digestId };
