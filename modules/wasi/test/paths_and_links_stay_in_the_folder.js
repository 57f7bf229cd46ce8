'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { drive, makeFolder } = require('./_driver');

const root = makeFolder({
  'outside.txt': 'outside',
  'box/input.txt': 'input',
  'box/sub/in.txt': 'in sub',
  'box/sub/up': { link: '../input.txt' },
  'box/sub/escape': { link: '../../outside.txt' },
  'box/guest': { link: '/box/input.txt' },
  'box/etc': { link: '/etc/passwd' },
  'box/loop1': { link: 'loop2' },
  'box/loop2': { link: 'loop1' },
  'box/dangling': { link: 'made' },
  'box/dir': { link: 'sub' },
});
const wasi = drive({ preopens: { '/box': path.join(root, 'box') } });
const content = (name, options) => {
  const opened = wasi.open(3, name, { base: 2n, inheriting: 0n, ...options });
  if (typeof opened === 'number') return opened;
  const text = wasi.read(opened.fd, 100);
  assert.strictEqual(wasi.calls.fd_close(opened.fd), 0);
  return text;
};
const [ENOENT, ENOTDIR, EINVAL, ELOOP, EPERM, ENOTCAPABLE] = [44, 54, 28, 32, 63, 76];

for (const [name, expected] of Object.entries({
  'input.txt': 'input', './input.txt': 'input', 'sub//in.txt': 'in sub', 'sub/../input.txt': 'input',
  'nothere/../input.txt': 'input', '../box/input.txt': 'input', 'sub/up': 'input', 'dir/in.txt': 'in sub',
  'dir/../input.txt': 'input', 'guest': 'input',
  '../outside.txt': ENOTCAPABLE, 'sub/../../outside.txt': ENOTCAPABLE, '/box/input.txt': ENOTCAPABLE,
  '/etc/passwd': ENOTCAPABLE, '/': ENOTCAPABLE, 'etc': ENOTCAPABLE, 'sub/escape': ENOTCAPABLE,
  'loop1': ELOOP, 'nothere': ENOENT, 'dangling': ENOENT, 'nothere/x': ENOENT, 'input.txt/x': ENOTDIR,
  'input.txt/': ENOTDIR, '': EINVAL, 'a\0b': EINVAL,
})) {
  assert.strictEqual(content(name), expected, name);
}

// What a link without a target leads to is made in the folder.
assert.ok(wasi.open(3, 'dangling', { o: 1, base: 0x42n, inheriting: 0n }).fd > 3);
assert.ok(fs.existsSync(path.join(root, 'box/made')));

const symlink = (target, name) => wasi.calls.path_symlink(...wasi.put(target, 2048), 3, ...wasi.put(name));
assert.strictEqual(symlink('/etc/passwd', 'new1'), EPERM);
assert.strictEqual(symlink('../outside.txt', 'new2'), ENOTCAPABLE);
assert.strictEqual(symlink('input.txt', 'new3'), 0);
assert.strictEqual(content('new3'), 'input');
const rename = (from, to) => wasi.calls.path_rename(3, ...wasi.put(from), 3, ...wasi.put(to, 2048));
assert.strictEqual(rename('input.txt', '../stolen'), ENOTCAPABLE);
assert.strictEqual(rename('../outside.txt', 'taken'), ENOTCAPABLE);
const link = (from, to) => wasi.calls.path_link(3, 0, ...wasi.put(from), 3, ...wasi.put(to, 2048));
assert.strictEqual(link('../outside.txt', 'hard'), ENOTCAPABLE);
for (const call of ['path_create_directory', 'path_remove_directory', 'path_unlink_file']) {
  assert.strictEqual(wasi.calls[call](3, ...wasi.put('../outside.txt')), ENOTCAPABLE, call);
}
assert.strictEqual(wasi.stat(3, 'etc', 1), ENOTCAPABLE);
assert.strictEqual(wasi.stat(3, 'etc', 0).type, 7);
assert.strictEqual(fs.readFileSync(path.join(root, 'outside.txt'), 'utf8'), 'outside');
