'use strict';
const assert = require('node:assert');
const { promisify } = require('node:util');
const zlib = require('node:zlib');
const finish = require('../../../test/_finish');

const pairs = [
  ['deflate', 'inflate'], ['deflate', 'unzip'], ['gzip', 'gunzip'], ['gzip', 'unzip'], ['deflateRaw', 'inflateRaw'],
  ['brotliCompress', 'brotliDecompress'], ['zstdCompress', 'zstdDecompress'],
];
const inputs = [
  Buffer.alloc(0), Buffer.from('a'), Buffer.from('abc'.repeat(300)), Buffer.alloc(300000, 'x'),
  Buffer.from(Array.from({ length: 70000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255)),
];

async function main() {
  for (const [compress, decompress] of pairs) {
    for (const input of inputs) {
      const small = zlib[`${compress}Sync`](input);
      assert.deepStrictEqual(zlib[`${decompress}Sync`](small), input);
      const later = await promisify(zlib[compress])(input);
      assert.deepStrictEqual(await promisify(zlib[decompress])(later), input);
    }
    const view = new Uint16Array([1, 2, 3]);
    assert.deepStrictEqual(zlib[`${decompress}Sync`](zlib[`${compress}Sync`](view)), Buffer.from(view.buffer));
    assert.strictEqual(zlib[`${decompress}Sync`](zlib[`${compress}Sync`]('gr\u00fc\u00df')).toString(), 'gr\u00fc\u00df');
  }
  for (const level of [-1, 0, 1, 5, 9]) {
    const options = { level };
    assert.deepStrictEqual(zlib.gunzipSync(zlib.gzipSync(inputs[4], options)), inputs[4]);
    assert.deepStrictEqual(zlib.inflateSync(zlib.deflateSync(inputs[3], options)), inputs[3]);
  }
  assert.strictEqual(zlib.gzipSync('abc').toString('hex'), '1f8b08000000000000034b4c4a0600c241243503000000');
  assert.strictEqual(zlib.gzipSync(inputs[3], { level: 9 }).subarray(0, 10).toString('hex'), '1f8b0800000000000203');
  assert.strictEqual(zlib.gzipSync(inputs[3]).readUInt32LE(zlib.gzipSync(inputs[3]).length - 4), 300000);

  const dictionary = Buffer.from('abcdefghijkl');
  for (const [compress, decompress] of [['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['zstdCompress', 'zstdDecompress']]) {
    const small = zlib[`${compress}Sync`]('abcdefghijkl', { dictionary });
    assert.strictEqual(zlib[`${decompress}Sync`](small, { dictionary }).toString(), 'abcdefghijkl');
  }

  const { buffer, engine } = zlib.deflateSync('abc', { info: true });
  assert.strictEqual(buffer.toString('hex'), '789c4b4c4a0600024d0127');
  assert.ok(engine instanceof zlib.Deflate);
  assert.strictEqual(engine.bytesWritten, 3);
  const info = await promisify(zlib.inflate)(buffer, { info: true });
  assert.strictEqual(info.buffer.toString(), 'abc');
  assert.strictEqual(info.engine.bytesWritten, buffer.length);

  assert.strictEqual(zlib.crc32('abc'), 891568578);
  assert.strictEqual(zlib.crc32(Buffer.from('c'), zlib.crc32('ab')), 891568578);
  assert.strictEqual(zlib.crc32('', 7), 7);
}
finish(main);
