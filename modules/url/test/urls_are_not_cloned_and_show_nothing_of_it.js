'use strict';
// structuredClone() refuses URL and URLSearchParams and classes made of them, though their prototypes have no symbols for it.
const assert = require('node:assert');

class Mine extends URL {}
for (const value of [new URL('http://a/'), new Mine('http://a/'), new URLSearchParams('a=b')]) {
  assert.throws(() => structuredClone(value), { name: 'DataCloneError', message: 'Cannot clone object of unsupported type.', code: 25 });
  assert.throws(() => structuredClone({ inside: [value] }), { name: 'DataCloneError' });
}
const symbols = ({ prototype }) => Object.getOwnPropertySymbols(prototype).map(String);
assert.deepStrictEqual(symbols(URL), ['Symbol(nodejs.util.inspect.custom)', 'Symbol(Symbol.toStringTag)']);
assert.deepStrictEqual(symbols(URLSearchParams),
                       ['Symbol(nodejs.util.inspect.custom)', 'Symbol(Symbol.toStringTag)', 'Symbol(Symbol.iterator)']);
assert.deepStrictEqual(structuredClone(Object.create(URL.prototype)), {}); // not a URL
