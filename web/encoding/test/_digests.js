'use strict';
// For each encoding, a digest of the text of every single byte and, where `pairs`, of every two bytes.
const { createHash } = require('node:crypto');

function digest(label, pairs) {
  const decoder = new TextDecoder(label);
  const hash = createHash('sha256');
  for (let first = 0; first < 256; first++) {
    let texts = decoder.decode(Uint8Array.of(first));
    for (let second = 0; pairs && second < 256; second++) texts += `|${decoder.decode(Uint8Array.of(first, second))}`;
    hash.update(texts, 'utf16le');
  }
  return hash.digest('hex').slice(0, 16);
}

module.exports = { digest };
