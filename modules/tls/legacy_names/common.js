'use strict';
// require('_tls_common').
const { SecureContext, createSecureContext } = require('tls');

/**
 * Turns a certificate's infoAccess, a text of lines "name:value", into lists of values by name, also in its issuers.
 * @param {object|null} certificate is changed and given back @returns {object|null}
 */
function translatePeerCertificate(certificate) {
  if (!certificate) return null;
  const { issuerCertificate, infoAccess } = certificate;
  if (issuerCertificate !== undefined && issuerCertificate !== certificate && 'issuerCertificate' in certificate) {
    certificate.issuerCertificate = translatePeerCertificate(issuerCertificate);
  }
  if (typeof infoAccess === 'string') certificate.infoAccess = listsOf(infoAccess);
  return certificate;
}

function listsOf(text) {
  const lists = { __proto__: null };
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1);
    // Unusual values are in quotes, as JSON has them.
    (lists[name] ??= []).push(value.startsWith('"') ? JSON.parse(value) : value);
  }
  return lists;
}

module.exports = { SecureContext, createSecureContext, translatePeerCertificate };
