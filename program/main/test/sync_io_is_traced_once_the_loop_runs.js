'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function traces(code, ...options) {
  const { stderr, status } = spawnSync(process.execPath, [...options, '-e', `const fs = require('fs'); ${code}`], { encoding: 'utf8' });
  assert.strictEqual(status, 0);
  return stderr;
}

const early = 'fs.statSync(".");';
const late = 'setImmediate(function later() { fs.statSync("."); });';
assert.strictEqual(traces(early, '--trace-sync-io'), '');
assert.strictEqual(traces(late), '');
const stderr = traces(late, '--trace-sync-io');
assert.strictEqual(stderr.match(/WARNING: Detected use of sync API\n/g)?.length, 1, stderr);
assert.match(stderr, /at (?:Object\.)?statSync .*\n(?:.*\n)*? {4}at .*later .*\[eval\]/);
assert.strictEqual(traces('setImmediate(() => fs.stat(".", () => {}));', '--trace-sync-io'), '');
