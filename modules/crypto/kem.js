'use strict';
// encapsulate() and decapsulate(): a secret for the owner of a key. RSA keys work with any OpenSSL, EC on P-256, P-384 and
// P-521, X25519 and X448 with OpenSSL 3.2 or newer; where they do not, ERR_CRYPTO_OPERATION_FAILED.

const { bytesFrom } = require('crypto/encoding');
const { privateHandle, publicHandle } = require('crypto/keys');
const { validateFunction } = require('validators');
const native = binding('crypto_kem');

require('async_ids/requests').trackRequests(native, { encapsulate: 'DERIVEBITSREQUEST', decapsulate: 'DERIVEBITSREQUEST' });

const textKinds = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

const asResult = ([sharedKey, ciphertext]) => ({ sharedKey, ciphertext });

// What the pool could not do has one message, as on Node.
function answer(callback, convert) {
  return (error, value) => {
    if (error) callback(new Error('Deriving bits failed'));
    else callback(null, convert(value));
  };
}

/**
 * A new secret, and the ciphertext that carries it to the owner of `key`, a public key in any form that sign() takes:
 * {sharedKey: Buffer, ciphertext: Buffer}; to callback(error, result) if there is one.
 */
function encapsulate(key, callback) {
  const handle = publicHandle(key);
  if (callback === undefined) return asResult(native.encapsulate(handle, undefined));
  validateFunction(callback, 'callback');
  native.encapsulate(handle, answer(callback, asResult));
  return undefined;
}

/** The secret in `ciphertext`, for the owner of the private key. @returns {Buffer|undefined} undefined with a callback */
function decapsulate(key, ciphertext, callback) {
  const handle = privateHandle(key);
  const text = bytesFrom(ciphertext, 'ciphertext', undefined, textKinds);
  if (callback === undefined) return native.decapsulate(handle, text, undefined);
  validateFunction(callback, 'callback');
  native.decapsulate(handle, text, answer(callback, (secret) => secret));
  return undefined;
}

module.exports = { encapsulate, decapsulate };
