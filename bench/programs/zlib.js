'use strict';
// zlib of whole buffers: a short text, 64 KiB that compress well, 64 KiB that do not; and a stream.
const crypto = require('node:crypto');
const zlib = require('node:zlib');
const { measure } = require('./_measure.js');

const short = Buffer.from(JSON.stringify({ name: 'eddy', list: Array.from({ length: 40 }, (_, i) => ({ i })) }));
const text = Buffer.alloc(65536);
for (let at = 0, i = 0; at < text.length; i++) at += text.write(`line ${i * 7919 % 1000}: the quick brown fox ${i}\n`, at);
const noise = crypto.createHash('shake256', { outputLength: 65536 }).update('seed').digest();
let kept = 0;

const benches = {
  'gzipSync of 0.5 KB': () => zlib.gzipSync(short).length,
  'gzipSync of 64 KiB': () => zlib.gzipSync(text).length,
  'gunzipSync of 0.5 KB': ((bytes) => () => zlib.gunzipSync(bytes).length)(zlib.gzipSync(short)),
  'gunzipSync of 64 KiB': ((bytes) => () => zlib.gunzipSync(bytes).length)(zlib.gzipSync(text)),
  'gunzipSync of 64 KiB of noise': ((bytes) => () => zlib.gunzipSync(bytes).length)(zlib.gzipSync(noise)),
  'gunzipSync of 64 KiB of zeroes': ((bytes) => () => zlib.gunzipSync(bytes).length)(
    zlib.gzipSync(Buffer.alloc(65536))),
  'deflateSync of 64 KiB': () => zlib.deflateSync(text).length,
  'inflateSync of 0.5 KB': ((bytes) => () => zlib.inflateSync(bytes).length)(zlib.deflateSync(short)),
  'inflateSync of 64 KiB': ((bytes) => () => zlib.inflateSync(bytes).length)(zlib.deflateSync(text)),
  'inflateRawSync of 64 KiB': ((bytes) => () => zlib.inflateRawSync(bytes).length)(zlib.deflateRawSync(text)),
  'brotliCompressSync of 0.5 KB': () => zlib.brotliCompressSync(short).length,
  'brotliDecompressSync of 64 KiB': ((bytes) => () => zlib.brotliDecompressSync(bytes).length)(
    zlib.brotliCompressSync(text)),
  'crc32 of 64 KiB': () => zlib.crc32(text),
};

function throughStream(stream, chunk) {
  return new Promise((resolve, reject) => {
    stream.on('data', (data) => { kept += data.length; }).on('end', resolve).on('error', reject);
    for (let at = 0; at < chunk.length; at += 16384) stream.write(chunk.subarray(at, at + 16384));
    stream.end();
  });
}

(async () => {
  for (const [name, one] of Object.entries(benches)) {
    await measure(name, (times) => { for (let i = 0; i < times; i++) kept += one(); });
  }
  const zipped = zlib.gzipSync(text);
  await measure('createGunzip of 64 KiB', async (times) => {
    for (let i = 0; i < times; i++) await throughStream(zlib.createGunzip(), zipped);
  });
  await measure('createGzip of 64 KiB', async (times) => {
    for (let i = 0; i < times; i++) await throughStream(zlib.createGzip(), text);
  });
})();
