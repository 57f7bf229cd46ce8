// eddy only: Node lets modules read and write whatever their folders have
'use strict';
const assert = require('assert');
const { spawnSync } = require('child_process');
const path = require('path');
const { makeFolder } = require('./_driver');

const root = makeFolder({ 'open/file': 'allowed', 'closed/file': 'secret', 'open/link': { link: '../closed/file' } });
const child = spawnSync(process.execPath, ['--permission', '--allow-wasi', `--allow-fs-read=${root}/open`,
  `--allow-fs-read=${__dirname}`, '-e', `
  const wasi = require(${JSON.stringify(path.join(__dirname, '_driver.js'))}).drive({ preopens: { '/box': ${JSON.stringify(root)} } });
  const reading = { base: 2n, inheriting: 0n };
  const read = (name) => { const opened = wasi.open(3, name, reading); return opened.fd ? wasi.read(opened.fd, 10) : opened; };
  console.log(JSON.stringify([read('open/file'), read('closed/file'), read('open/link'), wasi.stat(3, 'closed/file'),
    wasi.open(3, 'open/file', { base: 0x40n, inheriting: 0n }), wasi.open(3, 'open/new', { o: 1, base: 0x40n, inheriting: 0n }),
    wasi.calls.path_unlink_file(3, ...wasi.put('open/file'))]));
`], { encoding: 'utf8' });
assert.strictEqual(child.stdout, `${JSON.stringify(['allowed', 76, 76, 76, 76, 76, 76])}\n`, child.stderr);
