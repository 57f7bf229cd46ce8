'use strict';
const assert = require('node:assert');
const { win32 } = require('node:path');

for (const [path, normalized] of [
  ['', '.'], ['/', '\\'], ['C:', 'C:.'], ['C:..\\a', 'C:..\\a'], ['C:/a/../../b/', 'C:\\b\\'], ['//s/h', '\\\\s\\h\\'],
  ['//s//h/../a', '\\\\s\\h\\a'], ['//s', '\\s'], ['///s/h', '\\s\\h'], ['\\\\?\\C:\\a\\..\\b', '\\\\?\\C:\\b'],
  ['\\\\.\\PHYSICALDRIVE0', '\\\\.\\PHYSICALDRIVE0'], ['a/../C:x', '.\\C:x'], ['./C:/../x:', '.\\x:'],
  ['CON:', '.\\CON:.'], ['COM1:..\\..\\a', '.\\COM1:..\\..\\a'], ['lpt\u00b2:a/', '.\\lpt\u00b2:a\\'],
  ['NUL.', '.\\NUL.'], ['COM0:a', 'COM0:a'], ['\\\\?\\CON:x\\..\\y', '\\\\?\\CON:\\y'], ['xx:/..', '.\\.'],
]) assert.strictEqual(win32.normalize(path), normalized, path);

assert.strictEqual(win32.join('//', 'a', 'b'), '\\a\\b');
assert.strictEqual(win32.join('//a', 'b'), '\\\\a\\b\\');
assert.strictEqual(win32.join('c:.', 'file'), 'c:file');
assert.strictEqual(win32.join('a', '..', 'CON:x/y'), 'a\\..\\CON:x\\y');

assert.strictEqual(win32.resolve('c:/a', 'd:\\b', 'c:..'), 'c:\\');
assert.strictEqual(win32.resolve('c:/a', 'C:b/../c'), 'C:\\a\\c');
assert.strictEqual(win32.resolve('c:/a', '//s/h', '/x'), '\\\\s\\h\\x');
assert.strictEqual(win32.resolve('//s/h/', '../a/'), '\\\\s\\h\\a');

for (const [from, to, relative] of [
  ['C:\\a\\b', 'c:\\A\\c', '..\\c'], ['C:\\a', 'D:\\a', 'D:\\a'], ['\\\\s\\h\\a', '\\\\s\\h\\b\\', '..\\b'],
  ['\\\\s\\h', '\\\\t\\h', '\\\\t\\h\\'], ['C:\\', 'C:\\a', 'a'], ['C:\\a\\b', 'C:\\', '..\\..'],
  ['C:\\a', 'C:\\A', ''],
]) assert.strictEqual(win32.relative(from, to), relative, `${from} -> ${to}`);

for (const [path, dirname, basename] of [
  ['C:\\a\\b', 'C:\\a', 'b'], ['C:\\', 'C:\\', ''], ['C:a', 'C:', 'a'], ['\\\\s\\h\\a', '\\\\s\\h\\', 'a'],
  ['\\\\s\\h', '\\\\s\\h', 'h'], ['a/b\\', 'a', 'b'], ['a', '.', 'a'], ['//s', '/', 's'],
]) {
  assert.strictEqual(win32.dirname(path), dirname, path);
  assert.strictEqual(win32.basename(path), basename, path);
}
assert.strictEqual(win32.basename('C:\\a.HTML', '.html'), 'a.HTML');
assert.strictEqual(win32.extname('C:.\\a.b\\'), '.b');

assert.deepStrictEqual(win32.parse('\\\\s\\h\\d\\f.x'),
                       { root: '\\\\s\\h\\', dir: '\\\\s\\h\\d', base: 'f.x', ext: '.x', name: 'f' });
assert.deepStrictEqual(win32.parse('C:f'), { root: 'C:', dir: 'C:', base: 'f', ext: '', name: 'f' });
assert.strictEqual(win32.format({ dir: 'C:\\', root: 'C:\\', name: 'a', ext: '.b' }), 'C:\\a.b');

assert.strictEqual(win32.isAbsolute('C:/'), true);
assert.strictEqual(win32.isAbsolute('C:'), false);
assert.strictEqual(win32.isAbsolute('\\'), true);
assert.strictEqual(win32.toNamespacedPath('C:/a'), '\\\\?\\C:\\a');
assert.strictEqual(win32.toNamespacedPath('\\\\s\\h\\a'), '\\\\?\\UNC\\s\\h\\a');
assert.strictEqual(win32.toNamespacedPath('\\\\.\\pipe\\x'), '\\\\.\\pipe\\x');
