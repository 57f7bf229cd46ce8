'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const finish = require('../../../test/_finish');
const { at, ended, folder, put, watching } = require('./_watching');

/** Replaces the first bytes in place. */
function overwrite(name, text) {
  const fd = fs.openSync(at(name), 'r+');
  fs.writeSync(fd, text);
  fs.closeSync(fd);
}

finish(async () => {
  // CommonJS: a dependency, and arguments that stay.
  put('dependency.js', 'exports.word = "first";');
  put('app.js', 'console.log(require("./dependency").word, ...process.argv.slice(2), process.execArgv.includes("--watch"));');
  await watching(['--watch', 'app.js', 'a', 'b'], [
    ['first a b false'],
    [ended('Completed', 'app.js a b'), () => overwrite('dependency.js', 'exports.word = "again";')],
    [`Restarting 'app.js a b'`],
    ['again a b false'],
    [ended('Completed', 'app.js a b'), () => put('dependency.js', 'exports.word = "third";')],
    [`Restarting 'app.js a b'`],
    ['third a b false'],
    [ended('Completed', 'app.js a b')],
  ]);

  // An ES module, which fails and is mended.
  put('inner.mjs', 'export const word = ;');
  put('app.mjs', 'import { word } from "./inner.mjs"; console.log(word);');
  const errors = await watching(['--watch', 'app.mjs'], [
    [ended('Failed', 'app.mjs'), () => put('inner.mjs', 'export const word = "mended";')],
    [`Restarting 'app.mjs'`],
    ['mended'],
    [ended('Completed', 'app.mjs')],
  ]);
  assert.match(errors, /SyntaxError/);

  // A program that never ends, and never comes back to its loop.
  put('blocked.js', 'console.log("blocks"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);');
  await watching(['--watch', 'blocked.js'], [
    ['blocks', () => put('blocked.js', 'console.log("ends");')],
    [`Restarting 'blocked.js'`],
    ['ends'],
    [ended('Completed', 'blocked.js')],
  ]);

  // The signal that ends it.
  put('signal.js', 'process.on("SIGINT", () => { console.log("got SIGINT"); process.exit(); });' +
    'setInterval(() => {}, 1000); console.log("waits");');
  const text = fs.readFileSync(at('signal.js'));
  await watching(['--watch', '--watch-kill-signal', 'SIGINT', 'signal.js'], [
    ['waits', () => put('signal.js', `${text} // changed`)],
    [`Restarting 'signal.js'`],
    ['got SIGINT'],
    ['waits', () => put('signal.js', 'console.log("last");')],
    [`Restarting 'signal.js'`],
    ['got SIGINT'],
    ['last'],
    [ended('Completed', 'signal.js')],
  ]);

  // What cannot be watched.
  for (const [args, message] of [
    [['--watch', '-e', '1'], 'either --watch or --eval can be used, not both'],
    [['--watch', '--check', 'app.js'], 'either --watch or --check can be used, not both'],
  ]) {
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    assert.strictEqual(stderr, `${process.execPath}: ${message}\n`);
    assert.strictEqual(status, 9);
  }
});
