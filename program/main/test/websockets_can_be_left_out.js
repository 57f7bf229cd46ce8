'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function types(...options) {
  const code = 'console.log(typeof WebSocket, typeof CloseEvent, typeof MessageEvent)';
  return spawnSync(process.execPath, [...options, '-e', code], { encoding: 'utf8' }).stdout;
}
assert.strictEqual(types('--no-experimental-websocket'), 'undefined undefined function\n');
assert.strictEqual(types(), 'function function function\n');
