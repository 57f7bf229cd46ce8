'use strict';
// Compressed bytes for each decompressor: in one go, in one go with a limit, and as a stream that is cut anywhere. All
// come to the same; what is made never passes the limit.
// Input: the format's number and options, the seed of the cuts, bytes.
const assert = require('node:assert');
const zlib = require('node:zlib');
const { cut, lookAtMemory, offer } = require('./_target');

const LIMIT = 1 << 16;
const FORMATS = [
  ['gunzipSync', 'createGunzip'], ['inflateSync', 'createInflate'], ['inflateRawSync', 'createInflateRaw'],
  ['unzipSync', 'createUnzip'], ['brotliDecompressSync', 'createBrotliDecompress'], ['zstdDecompressSync', 'createZstdDecompress'],
];
const dictionary = Buffer.from('a dictionary of words that occur');

function attempt(decompress) {
  try {
    return { bytes: decompress() };
  } catch (error) {
    assert.strictEqual(typeof error.code, 'string', error.stack);
    return { code: error.code };
  }
}

function streamed(stream, pieces) {
  return new Promise((resolve) => {
    const made = [];
    let length = 0;
    stream.on('data', (chunk) => {
      made.push(chunk);
      length += chunk.length;
      if (length > LIMIT) stream.destroy(Object.assign(new Error('more'), { code: 'ERR_BUFFER_TOO_LARGE' }));
    });
    stream.on('error', (error) => { resolve({ code: error.code }); });
    stream.on('end', () => { resolve({ bytes: Buffer.concat(made) }); });
    for (const piece of pieces) stream.write(piece);
    stream.end();
  });
}

/** @param {Buffer} input */
async function run(input) {
  if (input.length < 3) return;
  const bytes = input.subarray(2);
  const [sync, create] = FORMATS[(input[0] & 15) % FORMATS.length];
  const options = { maxOutputLength: LIMIT, chunkSize: 64 << (input[0] >> 4 & 7) };
  if (input[0] & 128) options.dictionary = dictionary;
  const whole = attempt(() => zlib[sync](bytes, options));
  if (whole.bytes !== undefined) assert(whole.bytes.length <= LIMIT);
  const plain = attempt(() => zlib[sync](bytes, { maxOutputLength: LIMIT, dictionary: options.dictionary }));
  assert.deepStrictEqual(plain, whole);
  await lookAtMemory();
  const inPieces = await streamed(zlib[create]({ ...options, maxOutputLength: undefined }), cut(bytes, input[1]));
  // Where it ends with an error, a limit may be passed before or behind it. Whether zstd reads what is behind the end of
  // a frame depends on where a piece ends, on Node too.
  if (create === 'createZstdDecompress') return;
  if (whole.bytes !== undefined) assert.deepStrictEqual(inPieces, whole);
  else assert.notStrictEqual(inPieces.code, undefined);
}

module.exports = { run, FORMATS, dictionary };
offer(module, run);
