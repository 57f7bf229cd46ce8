'use strict';
// re2, built from its source: regular expressions without backtracking, on V8's interface.
const RE2 = require('re2');

module.exports = async (print) => {
  const date = new RE2('(?<year>\\d{4})-(?<month>\\d\\d)', 'gu');
  const text = 'from 2024-01 to 2025-12, é😀 2026-06';
  print([...text.matchAll(date)].map(({ index, groups }) => [index, { ...groups }]));
  print(text.replace(date, '$<month>/$<year>'), date.replace(text, (...all) => all.length), text.split(new RE2(/[, ]+/)), text.search(new RE2('😀')));
  date.lastIndex = 8;
  print(date.exec(text)?.[0], date.lastIndex, date.source, date.flags, `${date}`, date.internalSource);
  print(new RE2(/a+/).exec(Buffer.from('xé aaa'))?.index, new RE2('(a*)*b').test('a'.repeat(5000)), new RE2.Set(['a', 'b+', 'c']).match('bbc'));
  for (const fails of [() => new RE2('(?=a)'), () => new RE2('['), () => new RE2('a', 'q'), () => RE2('a').exec(Symbol('s')), () => RE2.prototype.exec.call({}, 'a')]) {
    try {
      fails();
      print('no error');
    } catch (error) {
      print(error.name, error.message);
    }
  }
};
