'use strict';
const { xxh32, xxh64, xxh3, Xxh32, Xxh64 } = require('@node-rs/xxhash');

module.exports = async (print) => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256));
  print(xxh32(bytes), xxh32('text', 7), xxh64(bytes), xxh64('text', 7n), xxh3.xxh64(bytes), xxh3.xxh128(bytes, 1n));
  const small = new Xxh32(1), large = new Xxh64(1n), third = xxh3.Xxh3.withSeed(3n);
  for (let i = 0; i < 1000; i += 100) for (const hash of [small, large, third]) hash.update(bytes.subarray(i, i + 100));
  print(small.digest(), large.digest(), third.digest());
  small.reset();
  print(small.digest());
  for (const fails of [() => xxh32({}), () => xxh64('a', 'b'), () => small.update(1), () => Xxh32.prototype.digest.call({})]) {
    try {
      fails();
      print('no error');
    } catch (error) {
      print(error.name, error.code, error.message);
    }
  }
};
