'use strict';
const assert = require('assert');
const { drive, makeFolder } = require('./_driver');

const names = Array.from({ length: 300 }, (_, i) => `file-${i}`);
const contents = Object.fromEntries(names.map((name) => [name, '']));
const wasi = drive({ preopens: { '/box': makeFolder({ ...contents, 'sub/x': '', 'link': { link: 'sub' } }) } });

// Entry for entry by buffers that hold a few, each from the cookie of the last whole one.
const types = new Map();
const length = 200;
for (let cookie = 0n; ;) {
  const { used, entries } = wasi.readdir(3, length, cookie);
  const cut = used === length;
  if (cut) entries.pop();
  for (const { name, type } of entries) {
    assert.ok(!types.has(name), name);
    types.set(name, type);
  }
  if (!cut) break;
  cookie = entries.at(-1).next;
}
assert.deepStrictEqual([...types.keys()].sort(), [...names, 'link', 'sub'].sort());
assert.deepStrictEqual([types.get('sub'), types.get('link'), types.get('file-7')], [3, 7, 4]);
assert.deepStrictEqual(wasi.readdir(3, 10), { used: 10, entries: [] });
assert.strictEqual(wasi.readdir(99), 8);
