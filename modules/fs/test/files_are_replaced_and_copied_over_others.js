'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { at } = require('./_directory.js');
const finish = require('../../../test/_finish');

const long = Buffer.alloc(300_000, 'long');
const text = (name) => fs.readFileSync(at(name), 'latin1');

async function whatWasThereIsGone() {
  const ways = [
    (name, content) => fs.writeFileSync(at(name), content),
    (name, content) => fs.promises.writeFile(at(name), content),
    (name, content) => new Promise((resolve) => { fs.writeFile(at(name), content, resolve); }),
    (name, content) => {
      fs.writeFileSync(at('source'), content);
      fs.copyFileSync(at('source'), at(name));
    },
    async (name, content) => {
      await fs.promises.writeFile(at('source'), content);
      await fs.promises.cp(at('source'), at(name));
    },
  ];
  for (const write of ways) {
    for (const before of ['', 'short', long]) {
      for (const content of ['', 'new', 'a little longer', Buffer.alloc(400_000, 'n')]) {
        fs.writeFileSync(at('target'), before);
        fs.utimesSync(at('target'), 1000, 1000);
        const { ino } = fs.statSync(at('target'));
        await write('target', content);
        assert.strictEqual(text('target'), content.toString('latin1'));
        const { mtimeMs, ino: inoAfter } = fs.statSync(at('target'));
        if (before !== '' || content !== '') assert(mtimeMs > 1_000_000, `${before.length} ${content.length} ${mtimeMs}`);
        if (write !== ways[4]) assert.strictEqual(inoAfter, ino); // cp() removes what is in its way
      }
    }
  }
}

function flagsKeepTheirMeaning() {
  fs.writeFileSync(at('flags'), 'contents');
  assert.throws(() => fs.writeFileSync(at('flags'), 'x', { flag: 'wx' }), { code: 'EEXIST', syscall: 'open' });
  fs.writeFileSync(at('flags'), 'CON', { flag: 'r+' });
  assert.strictEqual(text('flags'), 'CONtents');
  fs.writeFileSync(at('flags'), '!', { flag: 'a' });
  assert.strictEqual(text('flags'), 'CONtents!');
  fs.writeFileSync(at('flags'), 'w+', { flag: 'w+' });
  assert.strictEqual(text('flags'), 'w+');
  fs.writeFileSync(at('flags'), 'appended', { flag: fs.constants.O_WRONLY | fs.constants.O_APPEND | fs.constants.O_TRUNC });
  assert.strictEqual(text('flags'), 'appended');
  fs.writeFileSync('/dev/null', 'nothing is kept');
}

/** An aborted write leaves what it wrote, not what was behind. */
async function abortCuts() {
  fs.writeFileSync(at('aborted'), Buffer.alloc(8 * 1024 * 1024, 'o'));
  const controller = new AbortController();
  const writing = fs.promises.writeFile(at('aborted'), Buffer.alloc(64 * 1024 * 1024, 'n'), { signal: controller.signal });
  const ended = writing.catch((error) => { assert.strictEqual(error.name, 'AbortError'); });
  while (text('aborted').startsWith('o')) await new Promise(setImmediate); // it has not begun
  controller.abort();
  await ended;
  assert(!fs.readFileSync(at('aborted')).includes('o'));
}

function copiesAreCheckedAndTakeTheMode() {
  const { COPYFILE_EXCL } = fs.constants;
  fs.writeFileSync(at('script'), '#!/bin/sh\n', { mode: 0o755 });
  fs.copyFileSync(at('script'), at('script copy'));
  assert.strictEqual(fs.statSync(at('script copy')).mode & 0o777, fs.statSync(at('script')).mode & 0o777);
  const paths = { path: at('script'), dest: at('script copy'), syscall: 'copyfile' };
  assert.throws(() => fs.copyFileSync(at('script'), at('script copy'), COPYFILE_EXCL), { code: 'EEXIST', ...paths });
  assert.throws(() => fs.copyFileSync(at('none'), at('script copy')), { code: 'ENOENT', path: at('none') });
  fs.copyFileSync(at('script'), at('script')); // the same file: nothing to do
  assert.strictEqual(text('script'), '#!/bin/sh\n');
  fs.mkdirSync(at('directory'));
  assert.throws(() => fs.copyFileSync(at('directory'), at('copy of directory')), { syscall: 'copyfile' });
  assert(!fs.existsSync(at('copy of directory')));
}

finish(async () => {
  await whatWasThereIsGone();
  flagsKeepTheirMeaning();
  await abortCuts();
  copiesAreCheckedAndTakeTheMode();
});
