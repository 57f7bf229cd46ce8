'use strict';
const assert = require('node:assert');
const { posix } = require('node:path');

assert.strictEqual(posix.join(), '.');
assert.strictEqual(posix.join('', ''), '.');
assert.strictEqual(posix.join('/a', '../..', 'b/'), '/b/');
assert.strictEqual(posix.join('a', '', './/b', '..', '.c'), 'a/.c');
assert.strictEqual(posix.join('..', 'a', '../../..'), '../../..');
assert.strictEqual(posix.join('./'), './');
assert.strictEqual(posix.join('/app/node_modules/.pnpm', 'x'), '/app/node_modules/.pnpm/x');

assert.strictEqual(posix.normalize(''), '.');
assert.strictEqual(posix.normalize('a/../'), './');
assert.strictEqual(posix.normalize('///a//./b/...//'), '/a/b/.../');
assert.strictEqual(posix.normalize('/../../a'), '/a');
assert.strictEqual(posix.normalize('../a/../../b/..'), '../..');

assert.strictEqual(posix.resolve(), process.cwd());
assert.strictEqual(posix.resolve('', '.'), process.cwd());
assert.strictEqual(posix.resolve('/a/b/', 'c/../d/'), '/a/b/d');
assert.strictEqual(posix.resolve('/a', '/', '..'), '/');
assert.strictEqual(posix.resolve('x/y'), `${process.cwd()}/x/y`);
// What stands before the last absolute path is never looked at.
assert.strictEqual(posix.resolve(1, '/a', 'b'), '/a/b');

for (const [from, to, relative] of [
  ['/a/b/c', '/a/d', '../../d'], ['/a/b', '/a/b/c', 'c'], ['/a/b/c', '/a/b', '..'], ['/a/b', '/a/bc', '../bc'],
  ['/a/bc', '/a/b', '../b'], ['/', '/a/b', 'a/b'], ['/a/b', '/', '../..'], ['/a', '/b', '../b'], ['/a/', '/a', ''],
]) assert.strictEqual(posix.relative(from, to), relative, `${from} -> ${to}`);

for (const [path, dirname] of [
  ['', '.'], ['/', '/'], ['a', '.'], ['/a', '/'], ['/a/b/', '/a'], ['//a', '//'], ['a//b', 'a/'], ['////', '/'],
]) assert.strictEqual(posix.dirname(path), dirname, path);

for (const [path, suffix, basename] of [
  ['/a/b.js', '.js', 'b'], ['b.js', 'b.js', ''], ['a/b.js', 'b.js', 'b.js'], ['a/b.js//', 'js', 'b.'], ['/', 'x', '/'],
  ['a.b', '', 'a.b'], ['aa', 'a', 'a'],
]) assert.strictEqual(posix.basename(path, suffix), basename, path);
assert.strictEqual(posix.basename('/a/b//'), 'b');
assert.strictEqual(posix.basename('a\\b'), 'a\\b');

for (const [path, extname] of [
  ['a.b.c', '.c'], ['.a', ''], ['..', ''], ['...', '.'], ['..a', '.a'], ['a.', '.'], ['a.js/', '.js'], ['a.b/c', ''],
]) assert.strictEqual(posix.extname(path), extname, path);

assert.deepStrictEqual(posix.parse('/home/a/b.tar.gz'),
                       { root: '/', dir: '/home/a', base: 'b.tar.gz', ext: '.gz', name: 'b.tar' });
assert.deepStrictEqual(posix.parse('./.x'), { root: '', dir: '.', base: '.x', ext: '', name: '.x' });
assert.deepStrictEqual(posix.parse('//'), { root: '/', dir: '/', base: '', ext: '', name: '' });

assert.strictEqual(posix.format({ root: '/', name: 'a', ext: 'b' }), '/a.b');
assert.strictEqual(posix.format({ dir: '/x', root: '/', base: 'a', name: 'ignored' }), '/x/a');
assert.strictEqual(posix.format({}), '');
assert.strictEqual(posix.format.length, 1);
assert.strictEqual(posix.isAbsolute('/a'), true);
assert.strictEqual(posix.isAbsolute(''), false);
assert.strictEqual(posix.toNamespacedPath(7), 7);
