'use strict';
const bcrypt = require('bcrypt');

module.exports = async (print) => {
  const salt = '$2b$06$abcdefghijklmnopqrstuu';
  print(bcrypt.hashSync('secret', salt), await bcrypt.hash('sécret 😀', salt), bcrypt.getRounds(salt));
  const hashes = await Promise.all(['a', 'b', 'c', 'd'].map((word) => bcrypt.hash(word, salt)));
  print(hashes, await Promise.all(hashes.map((hash) => bcrypt.compare('b', hash))), bcrypt.compareSync('a', hashes[0]));
  print((await bcrypt.genSalt(5)).length, await new Promise((resolve) => bcrypt.hash('x', salt, (error, hash) => resolve([error, hash]))));
  for (const fails of [() => bcrypt.hashSync('a', 'no salt'), () => bcrypt.hash(1, 2, 3), () => bcrypt.compare('a'), () => bcrypt.getRounds('x')]) {
    try {
      await fails();
    } catch (error) {
      print(error.message ?? error);
    }
  }
};
