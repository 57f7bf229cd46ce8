'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(178);
const zlib = require('node:zlib');

function fails(name, input, options, expected) {
  assert.throws(() => zlib[`${name}Sync`](input, options), expected);
  zlib[name](input, options, (error, result) => {
    assert.strictEqual(result, undefined);
    for (const key of Object.keys(expected)) assert.strictEqual(error[key], expected[key]);
  });
}

const cutShort = { code: 'Z_BUF_ERROR', errno: -5, message: 'unexpected end of file' };
const badHeader = { code: 'Z_DATA_ERROR', errno: -3, message: 'incorrect header check' };
const text = Buffer.from('abcdefghijkl'.repeat(200));
for (const [compress, decompress] of [['gzip', 'gunzip'], ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'],
                                      ['brotliCompress', 'brotliDecompress']]) {
  const small = zlib[`${compress}Sync`](text);
  fails(decompress, small.subarray(0, small.length - 3), {}, cutShort);
  fails(decompress, Buffer.alloc(0), {}, cutShort);
  fails(decompress, small, { maxOutputLength: 100 }, {
    code: 'ERR_BUFFER_TOO_LARGE', message: 'Cannot create a Buffer larger than 100 bytes', name: 'RangeError',
  });
  assert.deepStrictEqual(zlib[`${decompress}Sync`](small, { maxOutputLength: text.length }), text);
}
fails('inflate', Buffer.from('abcdefgh'), {}, badHeader);
fails('gunzip', zlib.deflateSync('abc'), {}, badHeader);
fails('inflate', zlib.gzipSync('abc'), {}, badHeader);
fails('brotliDecompress', Buffer.from([255, 255, 255, 3, 4]), {},
      { code: 'ERR__ERROR_FORMAT_PADDING_2', errno: -15, message: 'Decompression failed' });
fails('zstdDecompress', Buffer.from([255, 255, 255, 3, 4]), {},
      { code: 'ZSTD_error_prefix_unknown', errno: 10, message: 'Unknown frame descriptor' });

// 'A', and a length symbol that the format forbids (286).
fails('inflateRaw', Buffer.from('731c0300', 'hex'), {}, { code: 'Z_DATA_ERROR', errno: -3, message: 'invalid literal/length code' });

const wrong = zlib.gzipSync(text);
wrong[wrong.length - 6] ^= 1;
fails('gunzip', wrong, {}, { code: 'Z_DATA_ERROR', errno: -3, message: 'incorrect data check' });
const withDictionary = zlib.deflateSync('abc', { dictionary: Buffer.from('abc') });
fails('inflate', withDictionary, {}, { code: 'Z_NEED_DICT', errno: 2, message: 'Missing dictionary' });
fails('inflate', withDictionary, { dictionary: Buffer.from('x') }, { code: 'Z_NEED_DICT', errno: 2, message: 'Bad dictionary' });

// Several members are one text; zeros behind the last are padding, anything else is not.
const member = zlib.gzipSync('abc');
assert.strictEqual(zlib.gunzipSync(Buffer.concat([member, member, Buffer.alloc(9)])).toString(), 'abcabc');
fails('gunzip', Buffer.concat([member, Buffer.from('xx')]), {}, badHeader);
assert.strictEqual(zlib.inflateSync(Buffer.concat([zlib.deflateSync('abc'), Buffer.from('xx')])).toString(), 'abc');
const cut = zlib.deflateSync('abcdefghijkl').subarray(0, 8);
assert.strictEqual(zlib.inflateSync(cut, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString(), 'abcde');

// What users say is checked at once, also by the forms with a callback.
const outOfRange = { code: 'ERR_OUT_OF_RANGE', name: 'RangeError' };
const wrongType = { code: 'ERR_INVALID_ARG_TYPE', name: 'TypeError' };
for (const [name, values] of Object.entries({
  chunkSize: [0, 63, Infinity], level: [-2, 10], memLevel: [0, 10], strategy: [-1, 5], flush: [-1, 6], finishFlush: [6],
  windowBits: [7, 16], maxOutputLength: [0],
})) {
  for (const value of values) {
    assert.throws(() => zlib.deflateSync('a', { [name]: value }), outOfRange);
    assert.throws(() => zlib.deflate('a', { [name]: value }, () => {}), outOfRange);
    assert.throws(() => zlib.createDeflate({ [name]: value }), outOfRange);
  }
  assert.throws(() => zlib.createDeflate({ [name]: 'x' }), wrongType);
}
assert.throws(() => zlib.createGzip({ windowBits: 8 }), outOfRange);
assert.throws(() => zlib.createGzip({ dictionary: 'abc' }), wrongType);
assert.throws(() => zlib.gzip('abc'), wrongType);
assert.throws(() => zlib.gzipSync(1), wrongType);
assert.throws(() => zlib.brotliCompressSync('', { params: { 99: 1 } }),
              { code: 'ERR_BROTLI_INVALID_PARAM', message: '99 is not a valid Brotli parameter' });
assert.throws(() => zlib.createZstdCompress({ params: { [zlib.constants.ZSTD_c_windowLog]: 1000 } }),
              { code: 'ERR_ZLIB_INITIALIZATION_FAILED', message: 'Setting parameter failed' });
assert.throws(() => zlib.createZstdCompress({ pledgedSrcSize: -1 }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => zlib.crc32('a', -1), outOfRange);
