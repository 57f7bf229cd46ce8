'use strict';
// The watcher tells on standard output, one line at a time, what it does; files are written when a line asks for it.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const finish = require('../../../test/_finish');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'watch-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const at = (name) => path.join(folder, name);
// Both in one step, since a watcher may look at any moment.
/** As editors do it: a new file takes the old one's name. */
const put = (name, text) => {
  fs.writeFileSync(at('next'), text);
  fs.renameSync(at('next'), at(name));
};
/** Replaces the first bytes in place. */
const overwrite = (name, text) => {
  const fd = fs.openSync(at(name), 'r+');
  fs.writeSync(fd, text);
  fs.closeSync(fd);
};
const waits = (word, name) => `${word} running '${name}'. Waiting for file changes before restarting...`;

/** Runs with `args` until `steps` ([line, action]) were seen in order. Lines of no step are an error. */
async function watching(args, steps, options = {}) {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let errors = '';
  child.stderr.on('data', (data) => { errors += data; });
  const left = [...steps];
  for await (const line of readline.createInterface({ input: child.stdout })) {
    if (line === 'Waiting for graceful termination...' || line.startsWith('Gracefully restarted')) continue;
    const [expected, action] = left.shift();
    assert.strictEqual(line, expected, errors);
    action?.();
    if (left.length === 0) child.kill();
  }
  assert.deepStrictEqual(left, [], errors);
  return errors;
}

finish(async () => {
  // CommonJS: a dependency, and arguments that stay.
  put('dependency.js', 'exports.word = "first";');
  put('app.js', 'console.log(require("./dependency").word, ...process.argv.slice(2), process.execArgv.includes("--watch"));');
  await watching(['--watch', 'app.js', 'a', 'b'], [
    ['first a b false'],
    [waits('Completed', 'app.js a b'), () => overwrite('dependency.js', 'exports.word = "again";')],
    [`Restarting 'app.js a b'`],
    ['again a b false'],
    [waits('Completed', 'app.js a b'), () => put('dependency.js', 'exports.word = "third";')],
    [`Restarting 'app.js a b'`],
    ['third a b false'],
    [waits('Completed', 'app.js a b')],
  ]);

  // An ES module, which fails and is mended.
  put('inner.mjs', 'export const word = ;');
  put('app.mjs', 'import { word } from "./inner.mjs"; console.log(word);');
  const errors = await watching(['--watch', 'app.mjs'], [
    [waits('Failed', 'app.mjs'), () => put('inner.mjs', 'export const word = "mended";')],
    [`Restarting 'app.mjs'`],
    ['mended'],
    [waits('Completed', 'app.mjs')],
  ]);
  assert.match(errors, /SyntaxError/);

  // A program that never ends, and never comes back to its loop.
  put('blocked.js', 'console.log("blocks"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);');
  await watching(['--watch', 'blocked.js'], [
    ['blocks', () => put('blocked.js', 'console.log("ends");')],
    [`Restarting 'blocked.js'`],
    ['ends'],
    [waits('Completed', 'blocked.js')],
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
    [waits('Completed', 'signal.js')],
  ]);

  // What cannot be watched.
  for (const [args, message] of [
    [['--watch', '-e', '1'], 'either --watch or --eval can be used, not both'],
    [['--watch', '--check', 'app.js'], 'either --watch or --check can be used, not both'],
  ]) {
    const { spawnSync } = require('node:child_process');
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    assert.strictEqual(stderr, `${process.execPath}: ${message}\n`);
    assert.strictEqual(status, 9);
  }
});
