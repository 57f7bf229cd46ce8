'use strict';
const assert = require('node:assert');
const zlib = require('node:zlib');
const finish = require('../../../test/_finish');

const text = Buffer.alloc(3000, 'abcdef'), junk = Buffer.from('junk');
const compress = {
  'gzip': zlib.gzipSync, 'deflate': zlib.deflateSync, 'deflate-raw': zlib.deflateRawSync, 'brotli': zlib.brotliCompressSync,
};
const trailing = {
  name: 'TypeError', code: 'ERR_TRAILING_JUNK_AFTER_STREAM_END',
  message: 'Trailing junk found after the end of the compressed stream',
};
const badData = { name: 'TypeError', code: 'Z_DATA_ERROR', message: '' };

async function lengthOf(format, bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  let length = 0;
  for await (const chunk of stream) length += chunk.length;
  return length;
}

finish(async () => {
  for (const [format, make] of Object.entries(compress)) {
    assert.strictEqual(await lengthOf(format, make(text)), 3000);
    const withJunk = () => lengthOf(format, Buffer.concat([make(text), junk]));
    const withZeros = () => lengthOf(format, Buffer.concat([make(text), Buffer.alloc(10)]));
    if (format === 'deflate') await assert.rejects(withJunk, trailing);
    else if (format === 'gzip') await assert.rejects(withJunk, badData);
    else assert.strictEqual(await withJunk(), 3000);
    if (format === 'deflate' || format === 'gzip') await assert.rejects(withZeros, trailing);
    else assert.strictEqual(await withZeros(), 3000);
  }
  await assert.rejects(lengthOf('brotli', Buffer.from('this is not compressed')),
                       { name: 'Error', message: 'Decompression failed', code: /^ERR__ERROR_FORMAT_/ });
  await assert.rejects(lengthOf('deflate', Buffer.from('this is not compressed')), badData);

  for (const Class of [CompressionStream, DecompressionStream]) {
    for (const format of ['nope', '', undefined, null, 'GZIP', Symbol('x')]) {
      assert.throws(() => new Class(format), {
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
        message: `Failed to construct '${Class.name}': 1st argument value '${String(format)}' is not a valid enum value of ` +
          'type CompressionFormat.',
      });
    }
    assert.ok(new Class({ toString: () => 'gzip' }));
  }
});
