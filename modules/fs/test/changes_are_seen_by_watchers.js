// fs.watch of a directory and of a tree, fs.promises.watch, fs.watchFile.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { once } = require('node:events');
const { at, directory } = require('./_directory.js');
const finish = require('../../../test/_finish');

/** Resolves when `watcher` tells of `name`. */
function told(watcher, name) {
  return new Promise((resolve) => {
    watcher.on('change', function listener(eventType, filename) {
      if (filename !== name) return;
      watcher.removeListener('change', listener);
      resolve(eventType);
    });
  });
}

async function main() {
  const watcher = fs.watch(directory);
  const made = told(watcher, 'made');
  fs.writeFileSync(at('made'), '');
  assert.strictEqual(await made, 'rename');
  const changed = told(watcher, 'made');
  fs.appendFileSync(at('made'), 'x');
  assert.strictEqual(await changed, 'change');
  const closed = once(watcher, 'close');
  watcher.close();
  await closed;

  fs.mkdirSync(at('tree', 'old'), { recursive: true });
  const tree = fs.watch(at('tree'), { recursive: true });
  const inOld = told(tree, 'old/file');
  fs.writeFileSync(at('tree', 'old', 'file'), '');
  await inOld;
  const inNew = told(tree, 'new');
  fs.mkdirSync(at('tree', 'new'));
  await inNew;
  const below = told(tree, 'new/file');
  fs.writeFileSync(at('tree', 'new', 'file'), '');
  await below;
  tree.close();

  const controller = new AbortController();
  const events = fs.promises.watch(directory, { signal: controller.signal });
  const first = events.next();
  fs.writeFileSync(at('later'), '');
  assert.deepStrictEqual((await first).value, { __proto__: null, eventType: 'rename', filename: 'later' });
  controller.abort();
  await assert.rejects(async () => { for (;;) await events.next().then(({ done }) => assert.ok(!done)); },
                       { name: 'AbortError' });
  assert.throws(() => fs.watch(at('missing')), { code: 'ENOENT', syscall: 'watch', filename: at('missing') });

  fs.writeFileSync(at('polled'), 'a');
  let sizes = null;
  fs.watchFile(at('polled'), { interval: 5 }, (current, previous) => { sizes ??= [current.size, previous.size]; });
  // Again and again: what changes before its first look at the file is not seen.
  await finish.until(() => sizes !== null || fs.appendFileSync(at('polled'), 'b'));
  assert.ok(sizes[0] > sizes[1] && sizes[1] >= 1, `${sizes}`);
  fs.unwatchFile(at('polled'));
}
finish(main);
