'use strict';
const assert = require('node:assert');
const { posix, win32 } = require('node:path');

for (const [path, pattern, expected] of [
  ['a/b.js', 'a/*.js', true], ['a/b.js', '*.js', false], ['a/b/c.js', '**/*.js', true], ['a/.b', 'a/*', false],
  ['a/b', 'a/{b,c}', true], ['a/d', 'a/[!bc]', true], ['A', 'a', process.platform === 'darwin'], ['!a', '!a', true],
  ['#a', '#a', true], ['a/b', 'a\\b', true], ['a', '', false],
]) assert.strictEqual(posix.matchesGlob(path, pattern), expected, `${path} ~ ${pattern}`);

assert.strictEqual(win32.matchesGlob('a\\b\\c', 'a/**'), true);
assert.strictEqual(win32.matchesGlob('a\\b', 'a\\[bc]'), true);
