'use strict';
// lmdb: writes on its own threads, transactions, ranges, several databases, errors.
const path = require('node:path');
const { open } = require('lmdb');

module.exports = async (print, folder) => {
  const root = open({ path: path.join(folder, 'data'), compression: true, maxDbs: 4 });
  const sorted = root.openDB('sorted', { dupSort: true, encoding: 'ordered-binary' });
  await Promise.all(Array.from({ length: 500 }, (_, i) => root.put(['key', i], { i, text: `value ${i} `.repeat(i % 40) })));
  print(root.get(['key', 7]), root.getCount(), root.doesExist(['key', 1000]));
  print([...root.getRange({ start: ['key', 10], end: ['key', 14], reverse: false })].map(({ value }) => value.i));
  await root.transaction(() => {
    for (let i = 0; i < 100; i++) root.remove(['key', i]);
    root.put('last', new Map([[1, 2]]));
  });
  print(root.getCount(), root.get('last'));
  await root.transaction(() => { root.put('never', 1); throw new Error('undone'); }).catch((error) => print(error.message));
  print(root.get('never'));
  for (const value of [3, 1, 2]) await sorted.put('list', value);
  print([...sorted.getValues('list')], await root.ifNoExists('last', () => root.put('last', 1)));
  root.putSync('sync', Buffer.from('bytes'));
  print(root.getBinary('sync').length, root.get('sync'));
  await root.close();
};
