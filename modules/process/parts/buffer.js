// process.binding('buffer'): functions of Buffer that take the Buffer as an argument, and those that are its methods.
'use strict';
const { Buffer, atob, btoa, isAscii, isUtf8, constants } = require('buffer');

const part = {
  atob,
  btoa,
  byteLengthUtf8: (text) => Buffer.byteLength(text, 'utf8'),
  /** @returns {number} bytes copied */
  copy: (source, target, targetStart, sourceStart, count) =>
    source.copy(target, targetStart, sourceStart, sourceStart + count),
  compare: (a, b) => Buffer.compare(a, b),
  compareOffset: (a, b, targetStart, sourceStart, targetLength, sourceLength) =>
    a.compare(b, targetStart, targetStart + targetLength, sourceStart, sourceStart + sourceLength),
  fill: (buffer, value, start, end, encoding) => { buffer.fill(value, start, end, encoding); },
  indexOfBuffer: indexOf,
  indexOfNumber: (buffer, number, offset, forward) => indexOf(buffer, number, offset, undefined, forward),
  indexOfString: indexOf,
  swap16: (buffer) => buffer.swap16(),
  swap32: (buffer) => buffer.swap32(),
  swap64: (buffer) => buffer.swap64(),
  isUtf8,
  isAscii,
  kMaxLength: constants.MAX_LENGTH,
  kStringMaxLength: constants.MAX_STRING_LENGTH,
};

function indexOf(buffer, value, offset, encoding, forward) {
  return forward ? buffer.indexOf(value, offset, encoding) : buffer.lastIndexOf(value, offset, encoding);
}

for (const name of ['asciiSlice', 'base64Slice', 'base64urlSlice', 'latin1Slice', 'hexSlice', 'ucs2Slice', 'utf8Slice',
                    'base64Write', 'base64urlWrite', 'hexWrite', 'ucs2Write']) {
  part[name] = Buffer.prototype[name];
}
for (const name of ['asciiWrite', 'latin1Write', 'utf8Write']) {
  part[`${name}Static`] = (buffer, ...args) => buffer[name](...args);
}

module.exports = part;
