// eddy only: Node 24.12 has no --build-sea
'use strict';
// What a program finds in the executable that --build-sea makes of it.
const assert = require('node:assert');
const fs = require('node:fs');
const { file, make, run } = require('./_application');

file('text.txt', 'ünïcödé');
const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));
file('bytes.bin', bytes);
const app = make(`
  const assert = require('node:assert');
  const { isSea, getAsset, getRawAsset, getAssetAsBlob, getAssetKeys } = require('node:sea');
  assert.deepStrictEqual([isSea(), getAssetKeys()], [true, ['bytes', 'text']]);
  assert.strictEqual(getAsset('text', 'utf8'), 'ünïcödé');
  const hash = (bytes) => require('crypto').hash('sha1', Buffer.from(bytes));
  assert.strictEqual(hash(getAsset('bytes')), process.env.HASH);
  const copy = new Uint8Array(getAsset('bytes'));
  copy.fill(0);
  assert.strictEqual(hash(getRawAsset('bytes')), process.env.HASH);
  new Uint8Array(getRawAsset('bytes'))[1] = 77;
  assert.strictEqual(new Uint8Array(getRawAsset('bytes'))[1], 77);
  assert.throws(() => getAsset('none'), { code: 'ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND',
    message: 'Cannot find asset none for the single executable application' });
  for (const wrong of [undefined, null, 1, {}, Symbol()]) {
    for (const get of [getAsset, getRawAsset, getAssetAsBlob]) assert.throws(() => get(wrong), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  assert.throws(() => getAsset('text', 'no encoding'), { code: 'ERR_ENCODING_NOT_SUPPORTED' });
  assert.throws(() => require('./other'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE', message: 'No such built-in module: ./other' });
  assert.throws(() => require('test'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
  assert.strictEqual(require('node:module').createRequire(__filename)('./other'), 'other');
  assert.deepStrictEqual([require.main === module, module.exports === exports, require.cache, require.resolve],
    [true, true, undefined, undefined]);
  assert.deepStrictEqual([__filename, __dirname], [process.execPath, require('path').dirname(process.execPath)]);
  assert.match(new Error('here').stack.split('\\n')[1], /^    at main\\.js:\\d+:\\d+$/);
  getAssetAsBlob('text', { type: 'text/plain' }).text().then((text) => {
    console.log(JSON.stringify([process.argv, process.execArgv, text]));
  });
`, { assets: { text: 'text.txt', bytes: 'bytes.bin' } });
file('other.js', 'module.exports = "other"');
const hash = require('node:crypto').createHash('sha1').update(bytes).digest('hex');
let result = run(app, ['-a', '--b=c', '--inspect=0', 'd'], { HASH: hash, NODE_NO_WARNINGS: '1' });
assert.deepStrictEqual([result.status, result.stderr], [0, '']);
assert.deepStrictEqual(JSON.parse(result.stdout), [[app, app, '-a', '--b=c', '--inspect=0', 'd'], [], 'ünïcödé']);

// The warning, unless it is turned off, and the one of require().
result = run(make('try { require("./x"); } catch {} try { require("./x"); } catch {}', { disableExperimentalSEAWarning: false }));
assert.match(result.stderr, /ExperimentalWarning: Single executable application is an experimental feature and might change at any time/);
assert.strictEqual(result.stderr.match(/Currently the require\(\) provided to the main script/g).length, 1);

// Options that the file gives, and others where it lets them in.
const show = 'console.log(JSON.stringify([process.execArgv, process.argv.slice(2), Error.stackTraceLimit]))';
const given = { execArgv: ['--no-warnings', '--stack-trace-limit=7'] };
const shown = (args, settings, env) => JSON.parse(run(make(show, { ...given, ...settings }), args, env).stdout);
const options = '--stack-trace-limit=9';
assert.deepStrictEqual(shown(['x']), [given.execArgv, ['x'], 7]);
assert.deepStrictEqual(shown([], { execArgv: [] }, { NODE_OPTIONS: options }), [[], [], 9]);
assert.deepStrictEqual(shown([], { execArgvExtension: 'none' }, { NODE_OPTIONS: options }), [given.execArgv, [], 7]);
assert.deepStrictEqual(shown([`--node-options=${options}`, 'y'], { execArgvExtension: 'cli' }, { NODE_OPTIONS: '--nonsense' }),
                       [[...given.execArgv, options], ['y'], 9]);
assert.deepStrictEqual(shown([`--node-options=${options}`]), [given.execArgv, [`--node-options=${options}`], 7]);

// Code cache, ES modules, snapshots.
assert.strictEqual(run(make('console.log([1, 2].map((n) => n * 2).join())', { useCodeCache: true })).stdout, '2,4\n');
result = run(make('import fs from "node:fs"; import { isSea } from "node:sea"; await null; console.log(typeof fs.stat, isSea(), import.meta.filename)',
                  { mainFormat: 'module' }));
assert.deepStrictEqual([result.stdout, result.stderr], [`function true ${app}\n`, '']);
result = run(make(`require('v8').startupSnapshot.setDeserializeMainFunction((data) => {
  console.log(data, process.argv.length, process.argv[2], require('node:sea').getAsset('text', 'utf8'), process.execPath);
  new (require('worker_threads').Worker)('console.log("worker")', { eval: true });
}, 'from the snapshot')`, { useSnapshot: true, assets: { text: 'text.txt' } }), ['x']);
assert.deepStrictEqual([result.stdout, result.status], [`from the snapshot 3 x ünïcödé ${app}\nworker\n`, 0]);

// An application is none that another can be made of.
file('sea.json', JSON.stringify({ main: 'main.js', output: 'again', executable: 'app' }));
result = run(process.execPath, ['--build-sea', 'sea.json']);
assert.deepStrictEqual([result.status, result.stderr], [1, 'app has an application in it already\n']);
file('sea.json', JSON.stringify({ main: 'main.js', output: 'again', executable: '/bin/sh' }));
result = run(process.execPath, ['--build-sea', 'sea.json']);
assert.deepStrictEqual([result.status, result.stderr], [1, '/bin/sh is no executable of this version of eddy\n']);

// Cut off, or altered: an error, and nothing runs.
make('console.log("ran")');
const whole = fs.readFileSync(app);
const blob = whole.lastIndexOf('eddy-sea');
// Writes a part of the file alone: it is large.
function write(bytes, at) {
  const fd = fs.openSync(app, 'r+');
  fs.writeSync(fd, bytes, 0, bytes.length, at);
  fs.closeSync(fd);
}
for (const at of [blob, blob + 30, whole.length - 1]) {
  fs.truncateSync(app, at);
  result = run(app);
  write(whole.subarray(at), at);
  assert.deepStrictEqual([result.status, result.signal, result.stdout], [1, null, '']);
  assert.match(result.stderr, /is not there any more/);
}
for (let at = blob; at < whole.length - 8; at += 11) {
  write(Buffer.of(whole[at] ^ 0x40), at);
  result = run(app);
  write(whole.subarray(at, at + 1), at);
  assert.deepStrictEqual([result.status, result.signal, result.stdout], [1, null, ''], `byte ${at - blob}`);
  assert.match(result.stderr, /^The application in this executable cannot be run: its blob (was altered|is truncated|was not made)/);
}
assert.strictEqual(run(app).stdout, 'ran\n');
