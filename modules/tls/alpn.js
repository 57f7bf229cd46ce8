// Names of application protocols, as TLS has them in its hello (RFC 7301): each behind one byte, its length.
'use strict';
const { Buffer } = require('buffer');
const { ERR_OUT_OF_RANGE } = require('errors');
const { isArrayBufferView } = require('types');

const LONGEST_NAME = 255;

/** @param {string[]|ArrayBufferView} protocols @returns {Buffer} @throws ERR_OUT_OF_RANGE for a longer name than 255 bytes */
function convertProtocols(protocols) {
  if (isArrayBufferView(protocols)) {
    const { buffer, byteOffset, byteLength } = protocols;
    return Buffer.from(Buffer.from(buffer, byteOffset, byteLength));
  }
  const parts = [];
  protocols.forEach((name, index) => {
    Buffer.byteLength(name); // refuses what is neither text nor bytes
    const bytes = Buffer.from(name);
    if (bytes.length > LONGEST_NAME) {
      throw new ERR_OUT_OF_RANGE('The byte length of the protocol at index ' +
        `${index} exceeds the maximum length.`, '<= 255', bytes.length, true);
    }
    parts.push(Buffer.of(bytes.length), bytes);
  });
  return Buffer.concat(parts);
}

/** tls.convertALPNProtocols: puts the converted names into out.ALPNProtocols. */
function convertALPNProtocols(protocols, out) {
  if (Array.isArray(protocols) || isArrayBufferView(protocols)) out.ALPNProtocols = convertProtocols(protocols);
}

module.exports = { convertALPNProtocols, convertProtocols };
