'use strict';
const assert = require('node:assert');
const { Console } = require('node:console');

let text = '';
const console = new Console({ write: (chunk) => { text += chunk; } }, undefined, false);
const draws = (rows, ...args) => {
  text = '';
  console.table(...args);
  // '+', '-' and '|' stand for the box characters.
  const drawn = text.replace(/[\u250c\u252c\u2510\u251c\u253c\u2524\u2514\u2534\u2518]/g, '+')
    .replaceAll('\u2500', '-').replaceAll('\u2502', '|');
  const rule = rows[0].replace(/[^|]/g, '-').replaceAll('|', '+');
  assert.strictEqual(drawn, `${[rule, rows[0], rule, ...rows.slice(1), rule].join('\n')}\n`);
};

draws(['| (index) | Values |', '| 0       | 1      |', "| 1       | 'b'    |"], [1, 'b']);
draws(['| (index) | a | b   | Values |', "| 0       | 1 | 'x' |        |", '| 1       |   |     | null   |'],
[{ a: 1, b: 'x' }, null]);
draws(['| (index) | b | c |', '| x       | 2 |   |'], { x: { a: 1, b: 2 } }, ['b', 'c']);
draws(['| (index) | y |', '| a       |   |'], { a: 1 }, ['y']);
draws(['| (index) | a        | b        |', '| 0       | { b: 1 } | [Object] |'],
[{ a: { b: 1 }, b: { x: 1, y: 2, z: 3 } }]);
draws(['| (iteration index) | Key      | Values |', "| 0                 | 'k'      | [ 1 ]  |", '| 1                 | { a: 1 } | 2      |'],
      new Map([['k', [1]], [{ a: 1 }, 2]]));
draws(['| (iteration index) | Values |', '| 0                 | 1      |'], new Set([1]));
draws(['| (iteration index) | Key | Values |', '| 0                 | 1   | 2      |'], new Map([[1, 2]]).entries());
const keys = new Map([[1, 2]]).keys();
draws(['| (iteration index) | Values |', '| 0                 | 1      |'], keys);
assert.strictEqual(keys.next().value, 1); // the iterator stays where it was
draws(['| (index) | Values |', "| a       | '\u4f60\u597d' |"], { a: '\u4f60\u597d' });
draws(['| (index) | __proto__ |', '| 0       |           |'], [{ a: 1 }], ['__proto__']);
draws(['| (index) |'], []);

text = '';
new Console({ stdout: { write(chunk) { text += chunk; } }, ignoreErrors: false, colorMode: true }).table(new Set(['a']));
assert.ok(text.includes("\u001b[33m0\u001b[39m"), text); // the place of an item is a number as others are

text = '';
console.table('just text');
assert.strictEqual(text, 'just text\n');
assert.throws(() => console.table([], 'a'), { code: 'ERR_INVALID_ARG_TYPE' });
