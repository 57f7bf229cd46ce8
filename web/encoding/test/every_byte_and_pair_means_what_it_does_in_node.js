'use strict';
// The digests are those of Node 24.12's tables.
const assert = require('node:assert');
const { digest } = require('./_digests.js');

const singleBytes = {
  __proto__: null,
  'ibm866': 'ba3f61f71a99b52f',
  'iso-8859-2': '03e630b7e35444b5',
  'iso-8859-3': '346c5279bcbe2c65',
  'iso-8859-4': '44f09aebdda359ed',
  'iso-8859-5': 'be700802ceb4c3bc',
  'iso-8859-6': 'a3245a9039707db7',
  'iso-8859-7': '4399a782f439f21a',
  'iso-8859-8': 'fcd92d4079389190',
  'iso-8859-8-i': 'fcd92d4079389190',
  'iso-8859-10': 'fc5b337200036399',
  'iso-8859-13': '48d7963f3c3d13c2',
  'iso-8859-14': 'cb5f5b9ae8430fe8',
  'iso-8859-15': '6a31d79c1c012dc2',
  'koi8-r': 'd6aa77011784a5e4',
  'koi8-u': '6b8fc10b5013a766',
  'macintosh': 'ea0df7e96d195f56',
  'windows-874': '32f78caea158a0dd',
  'windows-1250': '083e8699d4ea3429',
  'windows-1251': 'b1ce72e8de9ab262',
  'windows-1253': '74a40187b16f72e6',
  'windows-1254': '52c57e6a29dd1c1b',
  'windows-1255': '7c10e31ff2fa887e',
  'windows-1256': '544c3592214b8762',
  'windows-1257': 'b4b5f977bbe1e702',
  'windows-1258': '525ad65d40749cdc',
  'x-mac-cyrillic': '6ec76f16d1ce4a8c',
};
const pairs = {
  __proto__: null,
  'gbk': '61ce6e69db734b1b',
  'gb18030': 'bece00ecae0c8994',
  'big5': 'de77a8e18e61b3ec',
  'euc-jp': 'e4820b5b0c364cc8',
  'iso-2022-jp': '5defdc6add4a0365',
  'shift_jis': 'aeac3f4964bb5449',
  'euc-kr': '173ac95608cd7983',
  'utf-16le': '04b8d002f13f7534',
  'utf-16be': 'fd2ee5ab2f23cb8c',
};

for (const label of Object.keys(singleBytes)) assert.strictEqual(digest(label, false), singleBytes[label], label);
for (const label of Object.keys(pairs)) assert.strictEqual(digest(label, true), pairs[label], label);
