// Why a chain of certificates is not trusted, as an error.
'use strict';
const native = binding('tls');

/** @param {[number, string]} failure OpenSSL's number and words @returns {Error} with `code`, such as CERT_HAS_EXPIRED */
function verifyException([number, words]) {
  const code = native.verifyCode(number);
  const hint = code === 'DEPTH_ZERO_SELF_SIGNED_CERT' || code === 'SELF_SIGNED_CERT_IN_CHAIN' ||
    code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' || code === 'UNABLE_TO_GET_ISSUER_CERT' || code === 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' ?
    '; if the root CA is installed locally, try running Node.js with --use-system-ca' : '';
  return Object.assign(new Error(`${words}${hint}`), { code });
}

module.exports = { verifyException };
