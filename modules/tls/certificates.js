// Certificates of a connection's two sides, as objects that programs read.
'use strict';

function x509(der) {
  const { X509Certificate } = require('crypto/x509');
  return new X509Certificate(der);
}

/** @param {Buffer|null} der @returns {object} {} for none */
function describe(der) {
  return der === null ? {} : x509(der).toLegacyObject();
}

/**
 * @param {Buffer[]} chain in DER, the peer's own first
 * @param {boolean} isDetailed whether each is to have its issuer's as issuerCertificate
 * @returns {object} {} for an empty chain
 */
function describeChain(chain, isDetailed) {
  if (chain.length === 0) return {};
  if (!isDetailed) return describe(chain[0]);
  const left = chain.map(x509);
  const first = left.shift();
  const described = first.toLegacyObject();
  let current = first;
  let last = described;
  for (;;) {
    if (current.checkIssued(current)) {
      last.issuerCertificate = last; // its own
      break;
    }
    const index = left.findIndex((other) => current.checkIssued(other));
    if (index < 0) break;
    [current] = left.splice(index, 1);
    last.issuerCertificate = current.toLegacyObject();
    last = last.issuerCertificate;
  }
  return described;
}

/** @param {Buffer[]} chain as it was sent @returns {X509Certificate|undefined} of the first, linked with its issuers */
function x509Of(chain) {
  if (chain.length === 0) return undefined;
  return require('crypto/x509').linkedChain(chain)[0];
}

module.exports = { describe, describeChain, x509Of };
