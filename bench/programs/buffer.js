'use strict';
// Buffer: making, converting, joining, cutting, comparing, searching.
const { measure } = require('./_measure.js');

const short = 'Hello, world! 0123';
const long = 'The quick brown fox jumps over the lazy dog. '.repeat(100);
const wide = '\u0416\u0443\u043a \u6f22\u5b57 '.repeat(500);
const shortBytes = Buffer.from(short);
const longBytes = Buffer.from(long);
const wideBytes = Buffer.from(wide);
let kept = 0;

const benches = {
  'Buffer.from(short string)': () => Buffer.from(short).length,
  'Buffer.from(4.5 KB string)': () => Buffer.from(long).length,
  'Buffer.from(4.5 KB of non-Latin text)': () => Buffer.from(wide).length,
  'Buffer.from(base64)': ((text) => () => Buffer.from(text, 'base64').length)(longBytes.toString('base64')),
  'Buffer.alloc(64)': () => Buffer.alloc(64).length,
  'Buffer.allocUnsafe(64)': () => Buffer.allocUnsafe(64).length,
  'toString of 18 bytes': () => shortBytes.toString().length,
  'toString of 4.5 KB': () => longBytes.toString().length,
  'toString of 4.5 KB, non-Latin': () => wideBytes.toString().length,
  'toString latin1': () => longBytes.toString('latin1').length,
  'toString hex': () => longBytes.toString('hex').length,
  'toString base64': () => longBytes.toString('base64').length,
  'Buffer.concat of 4': () => Buffer.concat([shortBytes, longBytes, shortBytes, longBytes]).length,
  'subarray': (i) => longBytes.subarray(i & 63, 100).length,
  'compare': (i) => longBytes.compare(i & 1 ? shortBytes : wideBytes),
  'equals': ((copy) => () => Number(longBytes.equals(copy)))(Buffer.from(longBytes)),
  'indexOf string': () => longBytes.indexOf('cat'),
  'indexOf byte': () => longBytes.indexOf(0),
  'write string': () => longBytes.write(short, 10),
  'readUInt32LE': (i) => longBytes.readUInt32LE(i & 1023),
  'writeDoubleBE': (i) => longBytes.writeDoubleBE(i, i & 1023),
  'Buffer.byteLength': () => Buffer.byteLength(wide),
};

(async () => {
  for (const [name, one] of Object.entries(benches)) {
    await measure(name, (times) => { for (let i = 0; i < times; i++) kept += one(i); });
  }
})();
