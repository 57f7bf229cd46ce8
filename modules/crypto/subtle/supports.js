'use strict';
// SubtleCrypto.supports() (https://wicg.github.io/webcrypto-modern-algos/#SubtleCrypto-method-supports).

const { keyLengthOf, normalizeAlgorithm } = require('crypto/subtle/normalize');
const { toAlgorithmIdentifier, toInteger } = require('crypto/subtle/webidl');

const place = { prefix: "Failed to execute 'supports' on 'SubtleCrypto'", context: 'argument' };
const plain = ['encrypt', 'decrypt', 'sign', 'verify', 'digest', 'generateKey', 'importKey', 'exportKey', 'getPublicKey'];

/** Whether `read` throws nothing. */
function works(read) {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

function derives(identifier, length) {
  const { name } = normalizeAlgorithm(identifier, 'deriveBits');
  const isArgon2 = name.startsWith('Argon2');
  if (name !== 'HKDF' && name !== 'PBKDF2' && !isArgon2) return;
  if (isArgon2 && length < 32) throw new RangeError('length');
  if (length === null || length % 8 !== 0) throw new RangeError('length');
}

function wraps(identifier, operation, otherwise) {
  return works(() => normalizeAlgorithm(identifier, operation)) ||
    works(() => normalizeAlgorithm(identifier, otherwise));
}

const others = {
  __proto__: null,
  deriveBits: (identifier, length) =>
    works(() => derives(identifier, length === undefined || length === null ? null : toInteger(length, place, 32, true))),
  deriveKey: (identifier, derived) => works(() => {
    const derivedKeyType = toAlgorithmIdentifier(derived, place);
    normalizeAlgorithm(derivedKeyType, 'importKey');
    derives(identifier, keyLengthOf(derivedKeyType));
  }),
  wrapKey: (identifier, inner) =>
    wraps(identifier, 'wrapKey', 'encrypt') && inner !== undefined &&
    works(() => normalizeAlgorithm(toAlgorithmIdentifier(inner, place), 'exportKey')),
  unwrapKey: (identifier, inner) => wraps(identifier, 'unwrapKey', 'decrypt') && inner !== undefined &&
    works(() => normalizeAlgorithm(toAlgorithmIdentifier(inner, place), 'importKey')),
};

function supports(operation, algorithm, other) {
  const name = `${operation}`;
  const identifier = toAlgorithmIdentifier(algorithm, place);
  if (others[name] !== undefined) return others[name](identifier, other);
  return plain.includes(name) && works(() => normalizeAlgorithm(identifier, name));
}

module.exports = { supports };
