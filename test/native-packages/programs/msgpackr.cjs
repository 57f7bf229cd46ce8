'use strict';
// msgpackr with its native half, msgpackr-extract, which makes many strings at once.
const { extractStrings } = require('msgpackr-extract');
const { Packr, unpack, pack, isNativeAccelerationEnabled } = require('msgpackr');

module.exports = async (print) => {
  print(typeof extractStrings, isNativeAccelerationEnabled);
  const rows = Array.from({ length: 300 }, (_, i) => ({ id: i, name: `name ${i} with some length to it, so that it is worth it`,
    text: 'é😀'.repeat(i % 30), latin: 'ÿ'.repeat(40), list: [i, -i, i / 3, null, true, 10n ** 18n] }));
  const bytes = pack(rows);
  print(bytes.length, JSON.stringify(unpack(bytes), (_, v) => (typeof v === 'bigint' ? `${v}` : v)).length);
  const packr = new Packr({ structures: [], bundleStrings: true, moreTypes: true });
  const back = packr.unpack(packr.pack({ set: new Set(['a', 'b']), map: new Map([[1, rows[7]]]), date: new Date(5), bytes: Buffer.from('abc') }));
  print(back);
  try {
    unpack(bytes.subarray(0, 1000));
  } catch (error) {
    print(error.message);
  }
};
