'use strict';
// What all JSON Web Keys have in common (RFC 7517): kty, use, key_ops, ext, alg.

const { domException } = require('crypto/subtle/errors');

function dataError(message) {
  return domException('DataError', message);
}

/** Checks a JWK's kind. */
function checkKty(jwk, kty) {
  if (!jwk.kty) throw dataError('Invalid keyData');
  if (jwk.kty !== kty) throw dataError('Invalid JWK "kty" Parameter');
}

/** Checks that a JWK may be used as asked for. `use` is what its "use" has to be: 'sig' or 'enc'. */
function checkPurpose(jwk, extractable, usages, use) {
  if (usages.length > 0 && use !== undefined && jwk.use !== undefined && jwk.use !== use) {
    throw dataError('Invalid JWK "use" Parameter');
  }
  if (jwk.key_ops !== undefined) {
    if (new Set(jwk.key_ops).size !== jwk.key_ops.length) throw dataError('Duplicate key operation');
    if (!usages.every((usage) => jwk.key_ops.includes(usage))) throw dataError('Key operations and usage mismatch');
  }
  if (jwk.ext === false && extractable) throw dataError('JWK "ext" Parameter and extractable mismatch');
}

/** Checks a JWK's "alg" against those that will do, where it has one. */
function checkAlg(jwk, ...known) {
  if (jwk.alg !== undefined && !known.includes(jwk.alg)) {
    throw dataError('JWK "alg" does not match the requested algorithm');
  }
}

/** The JWK of a key: `parts` are its own members, `alg` its name there, if it has one. */
function makeJwk(slots, parts, alg) {
  const jwk = { key_ops: slots.usages.slice(), ext: slots.extractable };
  if (alg !== undefined) jwk.alg = alg;
  return Object.assign(jwk, parts);
}

module.exports = { checkAlg, checkKty, checkPurpose, dataError, makeJwk };
