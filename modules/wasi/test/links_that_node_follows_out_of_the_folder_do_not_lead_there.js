// eddy only: Node follows the last link of a path that is not to be followed, and links among directories; it reads a new link's text from the folder
'use strict';
const assert = require('assert');
const path = require('path');
const { drive, makeFolder } = require('./_driver');

const root = makeFolder({
  'outside/secret.txt': 'secret',
  'box/plain': 'plain',
  'box/sub/file': '',
  'box/up': { link: '..' },
  'box/far': { link: '/etc' },
  'box/etc': { link: '/etc/passwd' },
  'box/chain': { link: 'up/outside' },
});
const wasi = drive({ preopens: { '/box': path.join(root, 'box') } });
const reading = { base: 2n, inheriting: 0n };
const [ELOOP, ENOTDIR, ENOTCAPABLE] = [32, 54, 76];

for (const name of ['up/outside/secret.txt', 'far/passwd', 'chain/secret.txt', 'up', 'far/', 'chain/']) {
  assert.strictEqual(wasi.open(3, name, reading), ENOTCAPABLE, name);
  assert.strictEqual(wasi.stat(3, name), ENOTCAPABLE, name);
}
assert.strictEqual(wasi.open(3, 'etc', { ...reading, follow: 0 }), ELOOP);
assert.strictEqual(wasi.open(3, 'far', { ...reading, follow: 0, o: 2 }), ENOTDIR);
assert.strictEqual(wasi.open(3, 'etc/', { ...reading, follow: 0 }), ENOTCAPABLE);
for (const call of ['path_create_directory', 'path_remove_directory', 'path_unlink_file']) {
  assert.strictEqual(wasi.calls[call](3, ...wasi.put('up/outside/secret.txt')), ENOTCAPABLE, call);
}
// The text of a link is seen from where it is.
const symlink = (target, name) => wasi.calls.path_symlink(...wasi.put(target, 2048), 3, ...wasi.put(name));
assert.strictEqual(symlink('../plain', 'sub/link'), 0);
assert.strictEqual(symlink('../../outside', 'sub/link2'), ENOTCAPABLE);
assert.strictEqual(symlink('../outside', 'link3'), ENOTCAPABLE);
const { fd } = wasi.open(3, 'sub/link', reading);
assert.strictEqual(wasi.read(fd, 10), 'plain');
