'use strict';
const assert = require('node:assert');
const { inspect, stripVTControlCharacters } = require('node:util');

const shows = (value, options, ...lines) => assert.strictEqual(inspect(value, options), lines.join('\n'));

// On one line as long as it fits and holds at most `compact` levels.
shows({ a: 1, b: { c: { d: 2 } } }, {}, '{ a: 1, b: { c: { d: 2 } } }');
shows({ a: 1, b: { c: { d: 2 } } }, { compact: 1 }, '{', '  a: 1,', '  b: {', '    c: { d: 2 }', '  }', '}');
shows({ a: 1, b: [2] }, { compact: false }, '{', '  a: 1,', '  b: [', '    2', '  ]', '}');
shows({ a: 'x'.repeat(30), b: 'y'.repeat(30) }, { breakLength: 60 },
      '{', `  a: '${'x'.repeat(30)}',`, `  b: '${'y'.repeat(30)}'`, '}');
shows({ a: 'x'.repeat(30), b: { c: 1 } }, { compact: true, breakLength: 30 },
      '{ a:', `   '${'x'.repeat(30)}',`, '  b: { c: 1 } }');

// More than six entries go into columns, numbers aligned right.
shows([1, 22, 333, 4, 5, 6, 7], {}, '[', '  1, 22, 333, 4,', '  5,  6,   7', ']');
shows([1, 22, 333, 4, 5, 6], {}, '[ 1, 22, 333, 4, 5, 6 ]');
shows(Array.from({ length: 12 }, (_, i) => 'x'.repeat(i % 4)), {},
      '[', "  '',    'x',   'xx',", "  'xxx', '',    'x',", "  'xx',  'xxx', '',", "  'x',   'xx',  'xxx'", ']');
shows(new Array(101).fill(0), { maxArrayLength: 20 }, '[', '  0, 0, 0, 0, 0, 0, 0,', '  0, 0, 0, 0, 0, 0, 0,',
      '  0, 0, 0, 0, 0, 0,', '  ... 81 more items', ']');
shows(Array(7).fill('x'.repeat(40)), {}, '[', ...Array(6).fill(`  '${'x'.repeat(40)}',`), `  '${'x'.repeat(40)}'`, ']');
// The line that says how many items follow counts as one entry among which the widths spread.
shows(new Array(101).fill('ab'), {}, '[', ...Array(10).fill(`  ${Array(10).fill("'ab'").join(', ')},`), '  ... 1 more item', ']');
shows(new Uint16Array(34).fill(192), { maxArrayLength: 16 }, 'Uint16Array(34) [', ...Array(3).fill('  192, 192, 192, 192, 192,'),
      '  192,', '  ... 18 more items', ']');

// Wide characters take two columns, marks none.
shows(['\u4e2d\u6587', 'ab', 'e\u0301', '\u{1f600}', 'a', 'b', 'c', 'd'], {},
      '[', "  '\u4e2d\u6587', 'ab',", "  'e\u0301',    '\u{1f600}',", "  'a',    'b',", "  'c',    'd'", ']');

assert.strictEqual(stripVTControlCharacters('\u001b[1;31mred\u001b[0m \u001b]8;;http://a.b\u0007link\u001b]8;;\u001b\\ \u009b2K.'),
                   'red link .');
