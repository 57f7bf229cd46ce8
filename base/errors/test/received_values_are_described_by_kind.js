'use strict';
const assert = require('node:assert');
const path = require('node:path');

const prefix = 'The "path" argument must be of type string. Received ';
class Point {}
const cases = [
  [undefined, 'undefined'],
  [null, 'null'],
  [true, 'type boolean (true)'],
  [-0, 'type number (-0)'],
  [NaN, 'type number (NaN)'],
  [5n, 'type bigint (5n)'],
  [Symbol('s'), 'type symbol (Symbol(s))'],
  [function named() {}, 'function named'],
  [() => {}, 'function '],
  [Point, 'function Point'],
  [{}, 'an instance of Object'],
  [[], 'an instance of Array'],
  [new Point(), 'an instance of Point'],
  [new Map(), 'an instance of Map'],
  [Object.create(null), '[Object: null prototype] {}'],
];
for (const [value, description] of cases) {
  assert.throws(() => path.join(value), {
    name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: prefix + description,
  });
}

// Texts: quoted, cut after 25 characters, in double quotes when they hold a single one.
const port = (value) => () => require('node:events').setMaxListeners(value);
const describe = (value) => {
  try {
    port(value)();
  } catch (error) {
    return error.message.slice(error.message.indexOf('Received'));
  }
};
assert.strictEqual(describe('abc'), "Received type string ('abc')");
assert.strictEqual(describe('x'.repeat(28)), `Received type string ('${'x'.repeat(28)}')`);
assert.strictEqual(describe('x'.repeat(29)), `Received type string ('${'x'.repeat(25)}...')`);
assert.strictEqual(describe("it's"), 'Received type string ("it\'s")');
