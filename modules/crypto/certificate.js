'use strict';
// Certificate: SPKAC, a public key with a challenge, as HTML's <keygen> once made it.

const { bytesFrom } = require('crypto/encoding');
const native = binding('crypto_key');

const mostBytes = 2 ** 31 - 1;

function spkacBytes(spkac, encoding) {
  const bytes = bytesFrom(spkac, 'spkac', encoding);
  if (bytes.byteLength > mostBytes) {
    throw Object.assign(new RangeError('spkac is too large'), { code: 'ERR_OUT_OF_RANGE' });
  }
  return bytes;
}

/** The challenge, as a Buffer; an empty string where `spkac` is none. */
function exportChallenge(spkac, encoding) {
  return native.spkacChallenge(spkacBytes(spkac, encoding));
}

/** The public key in PEM, as a Buffer; an empty string where `spkac` is none. */
function exportPublicKey(spkac, encoding) {
  return native.spkacPublicKey(spkacBytes(spkac, encoding));
}

/** Whether it is signed by its own key. */
function verifySpkac(spkac, encoding) {
  return native.verifySpkac(spkacBytes(spkac, encoding));
}

/** The three functions as methods; Certificate's own are the same. Callable without new. */
function Certificate() {
  if (!(this instanceof Certificate)) return new Certificate();
}
Certificate.prototype.verifySpkac = verifySpkac;
Certificate.prototype.exportPublicKey = exportPublicKey;
Certificate.prototype.exportChallenge = exportChallenge;
Object.assign(Certificate, { exportChallenge, exportPublicKey, verifySpkac });

module.exports = { Certificate };
