'use strict';
// bufferutil and utf-8-validate, the native halves of ws.
const bufferUtil = require('bufferutil');
const isValid = require('utf-8-validate');

module.exports = async (print) => {
  const mask = Buffer.from([1, 2, 3, 4]);
  for (const length of [0, 1, 7, 64, 1001]) {
    const source = Buffer.from(Array.from({ length }, (_, i) => i % 256)), output = Buffer.alloc(length + 3);
    bufferUtil.mask(source, mask, output, 2, length);
    print(output.toString('hex'));
    bufferUtil.unmask(output, mask);
    print(output.toString('base64'));
  }
  print(['abc', 'é😀'].map((text) => isValid(Buffer.from(text))), [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]].map((bytes) => isValid(Buffer.from(bytes))));
  // An odd count of bytes more, so that neither half takes its fallback in JavaScript.
  print(bufferUtil.mask.toString().includes('native'), isValid.toString().includes('native'));
};
