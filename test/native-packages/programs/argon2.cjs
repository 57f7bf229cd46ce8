'use strict';
const argon2 = require('argon2');

module.exports = async (print) => {
  const options = { salt: Buffer.from('somesaltsomesalt'), timeCost: 2, memoryCost: 1024, parallelism: 2 };
  for (const type of [argon2.argon2d, argon2.argon2i, argon2.argon2id]) print(await argon2.hash('secret', { ...options, type }));
  print((await argon2.hash('secret', { ...options, raw: true, secret: Buffer.from('pepper'), associatedData: Buffer.from('data') })).toString('hex'));
  const hash = await argon2.hash('other', options);
  print(await argon2.verify(hash, 'other'), await argon2.verify(hash, 'wrong'), argon2.needsRehash(hash, options));
  print((await Promise.all(Array.from({ length: 8 }, (_, i) => argon2.hash(`${i}`, options)))).map((text) => text.slice(-8)));
  for (const fails of [() => argon2.hash('a', { memoryCost: 1 }), () => argon2.hash('a', { ...options, hashLength: 1 }), () => argon2.verify('x', 'y')]) {
    try {
      await fails();
      print('no error');
    } catch (error) {
      print(error.name, error.message);
    }
  }
};
