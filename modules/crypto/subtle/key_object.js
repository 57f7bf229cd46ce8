'use strict';
// Between KeyObject and CryptoKey: KeyObject.from() and keyObject.toCryptoKey().

const { ERR_INVALID_ARG_TYPE } = require('errors');
const { isCryptoKey, slotsOf } = require('crypto/subtle/key');
const { domException } = require('crypto/subtle/errors');
const { hasOperation, implementationOf, normalizeAlgorithm } = require('crypto/subtle/normalize');
const { toAlgorithmIdentifier, toBoolean, toKeyUsages } = require('crypto/subtle/webidl');

/** The KeyObject within a CryptoKey. */
function keyObjectOf(key) {
  if (!isCryptoKey(key)) throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
  return slotsOf(key).keyObject;
}

/** A CryptoKey of a KeyObject, at once. */
function cryptoKeyFrom(keyObject, identifier, extractable, keyUsages) {
  const place = { prefix: "Failed to execute 'toCryptoKey' on 'KeyObject'", context: '1st argument' };
  const algorithm = normalizeAlgorithm(toAlgorithmIdentifier(identifier, place), 'importKey');
  const usages = toKeyUsages(keyUsages);
  const implementation = implementationOf(algorithm.name);
  const isPair = hasOperation(algorithm.name, 'getPublicKey');
  if (isPair !== (keyObject.type !== 'secret')) {
    throw domException('NotSupportedError', 'Unrecognized algorithm name');
  }
  const key = isPair ? implementation.fromKeyObject(algorithm, keyObject, toBoolean(extractable), usages) :
    implementation.importKey(algorithm, 'raw-secret', keyObject.export(), toBoolean(extractable), usages);
  if (key.type !== 'public' && usages.length === 0) {
    throw domException('SyntaxError', `Usages cannot be empty when importing a ${key.type} key.`);
  }
  return key;
}

module.exports = { cryptoKeyFrom, keyObjectOf };
