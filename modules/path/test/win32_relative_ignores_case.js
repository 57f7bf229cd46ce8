'use strict';
// path.win32.relative() does not look at case, neither of ASCII's letters nor of others, and gives the target's own spelling.
const assert = require('node:assert');
const { relative } = require('node:path').win32;

const cases = [
  ['C:\\Users\\Ann\\a', 'c:\\users\\ann\\B\\c', '..\\B\\c'],
  ['C:\\ab', 'C:\\abc', '..\\abc'],
  ['C:\\abc', 'C:\\ab', '..\\ab'],
  ['C:\\a\\b', 'C:\\A', '..'],
  ['C:\\A', 'C:\\a\\B\\', 'B'],
  ['C:\\A\\', 'C:\\a', ''],
  ['C:\\@', 'C:\\`', '..\\`'],
  ['C:\\\u00c9\\x', 'C:\\\u00e9\\y', '..\\y'],
  ['C:\\k\\x', 'C:\\\u212a\\y', '..\\y'],
  ['C:\\\u0130\\x', 'C:\\i\u0307\\y', '..\\y'],
  ['C:\\a', 'D:\\a', 'D:\\a'],
  ['\\\\srv\\share\\a', '\\\\SRV\\share\\b\\c', '..\\b\\c'],
  ['\\\\srv\\share', '\\\\other\\share', '\\\\other\\share\\'],
  ['/', '////x', 'x'],
  ['/\u0130', '/c', '..\\c'],
];
for (const [from, to, expected] of cases) assert.strictEqual(relative(from, to), expected, `${from} -> ${to}`);
