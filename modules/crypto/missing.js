'use strict';
// The parts of crypto that are not there yet. They throw, and say so; classes stand as names, so that programs load.

const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');

// Name -> number of parameters.
const functions = {
  argon2: 3, argon2Sync: 2, checkPrime: 1, checkPrimeSync: 1, createDiffieHellman: 4, createDiffieHellmanGroup: 1,
  createECDH: 1, createPrivateKey: 1, createPublicKey: 1, createSign: 2, createVerify: 2, decapsulate: 3,
  diffieHellman: 2, encapsulate: 2, generateKeyPair: 3, generateKeyPairSync: 2, generatePrime: 3, generatePrimeSync: 1,
  getDiffieHellman: 1, privateDecrypt: 2, privateEncrypt: 2, publicDecrypt: 2, publicEncrypt: 2, sign: 4, verify: 5,
};

const classes = {
  Certificate: 0, DiffieHellman: 4, DiffieHellmanGroup: 1, ECDH: 1, Sign: 2, Verify: 2, X509Certificate: 0,
};

/** Adds what `crypto` does not have. */
function addMissing(crypto) {
  for (const name of Object.keys(functions)) {
    if (!(name in crypto)) crypto[name] = missing(name, `crypto.${name}()`, functions[name]);
  }
  for (const name of Object.keys(classes)) {
    if (!(name in crypto)) crypto[name] = missing(name, `crypto.${name}`, classes[name]);
  }
}

function missing(name, shown, length) {
  const refuse = { [name]: function() { throw new ERR_METHOD_NOT_IMPLEMENTED(shown); } }[name];
  Object.defineProperty(refuse, 'length', { configurable: true, value: length });
  return refuse;
}

module.exports = { addMissing };
