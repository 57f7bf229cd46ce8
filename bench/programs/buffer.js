'use strict';
// Buffer: making, converting, joining, cutting, comparing, searching; TextEncoder, TextDecoder.
const { measure } = require('./_measure.js');

const short = 'Hello, world! 0123';
const long = 'The quick brown fox jumps over the lazy dog. '.repeat(100);
const wide = '\u0416\u0443\u043a \u6f22\u5b57 '.repeat(500);
const shortBytes = Buffer.from(short);
const longBytes = Buffer.from(long);
const wideBytes = Buffer.from(wide);
const wideUnits = Buffer.from(wide, 'utf16le');
const longHex = longBytes.toString('hex');
const target = Buffer.alloc(16384);
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const chunks = Array.from({ length: 64 }, () => longBytes.subarray(0, 1024));
let kept = 0;

const benches = {
  'Buffer.from(short string)': () => Buffer.from(short).length,
  'Buffer.from(4.5 KB string)': () => Buffer.from(long).length,
  'Buffer.from(4.5 KB of non-Latin text)': () => Buffer.from(wide).length,
  'Buffer.from(base64)': ((text) => () => Buffer.from(text, 'base64').length)(longBytes.toString('base64')),
  'Buffer.from(hex)': () => Buffer.from(longHex, 'hex').length,
  'Buffer.from(latin1)': () => Buffer.from(long, 'latin1').length,
  'Buffer.from(utf16le)': () => Buffer.from(wide, 'utf16le').length,
  'Buffer.from(Buffer of 4.5 KB)': () => Buffer.from(longBytes).length,
  'Buffer.from(array of 8)': () => Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).length,
  'Buffer.alloc(64)': () => Buffer.alloc(64).length,
  'Buffer.allocUnsafe(64)': () => Buffer.allocUnsafe(64).length,
  'toString of 18 bytes': () => shortBytes.toString().length,
  'toString of 4.5 KB': () => longBytes.toString().length,
  'toString of 4.5 KB, non-Latin': () => wideBytes.toString().length,
  'toString latin1': () => longBytes.toString('latin1').length,
  'toString hex': () => longBytes.toString('hex').length,
  'toString base64': () => longBytes.toString('base64').length,
  'toString utf16le': () => wideUnits.toString('utf16le').length,
  'toString of 18 bytes, hex': () => shortBytes.toString('hex').length,
  'toString of 18 bytes, base64': () => shortBytes.toString('base64').length,
  'Buffer.concat of 2 short ones': () => Buffer.concat([shortBytes, shortBytes]).length,
  'Buffer.concat of 64 KiB in 64': () => Buffer.concat(chunks).length,
  'Buffer.concat of 4': () => Buffer.concat([shortBytes, longBytes, shortBytes, longBytes]).length,
  'subarray': (i) => longBytes.subarray(i & 63, 100).length,
  'compare': (i) => longBytes.compare(i & 1 ? shortBytes : wideBytes),
  'equals': ((copy) => () => Number(longBytes.equals(copy)))(Buffer.from(longBytes)),
  'indexOf string': () => longBytes.indexOf('cat'),
  'indexOf string in 18 bytes': () => shortBytes.indexOf('world'),
  'indexOf bytes': ((needle) => () => longBytes.indexOf(needle))(Buffer.from('cat')),
  'indexOf utf16le': () => wideUnits.indexOf('Z', 0, 'utf16le'),
  'indexOf latin1': () => longBytes.indexOf('cat', 0, 'latin1'),
  'includes string': () => Number(longBytes.includes('cat')),
  'lastIndexOf string': () => longBytes.lastIndexOf('cat'),
  'lastIndexOf byte': () => longBytes.lastIndexOf(0),
  'fill(0)': () => target.fill(0).length,
  'fill string': () => target.fill('abc').length,
  'copy of 4.5 KB': () => longBytes.copy(target),
  'copy of 18 bytes': () => shortBytes.copy(target, 3),
  'swap16': () => wideUnits.swap16().swap16().length,
  'indexOf byte': () => longBytes.indexOf(0),
  'write string': () => longBytes.write(short, 10),
  'readUInt32LE': (i) => longBytes.readUInt32LE(i & 1023),
  'writeDoubleBE': (i) => longBytes.writeDoubleBE(i, i & 1023),
  'write latin1': () => longBytes.write(short, 10, 'latin1'),
  'write hex': () => target.write(longHex, 'hex'),
  'TextEncoder.encode of 18 characters': () => encoder.encode(short).length,
  'TextEncoder.encode of 4.5 KB': () => encoder.encode(long).length,
  'TextEncoder.encode of non-Latin text': () => encoder.encode(wide).length,
  'TextEncoder.encodeInto of 18 characters': () => encoder.encodeInto(short, target).written,
  'TextEncoder.encodeInto of 4.5 KB': () => encoder.encodeInto(long, target).written,
  'TextDecoder.decode of 18 bytes': () => decoder.decode(shortBytes).length,
  'TextDecoder.decode of 4.5 KB': () => decoder.decode(longBytes).length,
  'TextDecoder.decode of non-Latin text': () => decoder.decode(wideBytes).length,
  'atob': ((text) => () => atob(text).length)(longBytes.toString('base64')),
  'btoa': () => btoa(long).length,
  'TextDecoder.decode of windows-1252': ((legacy) => () => legacy.decode(longBytes).length)(new TextDecoder('latin1')),
  'TextDecoder.decode of UTF-16': ((legacy) => () => legacy.decode(wideUnits).length)(new TextDecoder('utf-16le')),
  'utf8Write of 18 characters': () => target.utf8Write(short, 3),
  'Buffer.byteLength of base64': ((text) => () => Buffer.byteLength(text, 'base64'))(longBytes.toString('base64')),
  'Buffer.byteLength': () => Buffer.byteLength(wide),
};

(async () => {
  for (const [name, one] of Object.entries(benches)) {
    await measure(name, (times) => { for (let i = 0; i < times; i++) kept += one(i); });
  }
})();
