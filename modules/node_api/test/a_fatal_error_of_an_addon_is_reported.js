'use strict';
// --report-on-fatalerror and napi_fatal_error(): the report has the stack of whoever called the addon, and that thread's number.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const library = require('./_compile')('fatal_error');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-fatal-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const dying = `setTimeout(function callsIt() { require(${JSON.stringify(library)})(); }, 1);`;

function reportOf(program) {
  const { signal, stderr } = spawnSync(process.execPath, ['--report-on-fatalerror', '--report-filename=died.json', '-e', program],
    { cwd: folder, encoding: 'utf8' });
  assert.strictEqual(signal, 'SIGABRT', stderr);
  assert.ok(stderr.startsWith('FATAL ERROR: here what failed\n\nWriting Node.js report to file: died.json\nNode.js report completed\n'), stderr);
  return JSON.parse(fs.readFileSync(path.join(folder, 'died.json'), 'utf8'));
}

function assertIs({ header: { event, trigger, threadId }, javascriptStack: { message, stack }, libuv }, thread, place) {
  assert.deepStrictEqual([event, trigger, threadId, message], ['what failed', 'FatalError', thread, 'FatalError']);
  assert.ok(stack[0].startsWith(`at callsIt (${place}:1:`), stack[0]);
  assert.strictEqual(libuv.at(-1).type, 'loop');
}

assertIs(reportOf(dying), 0, '[eval]');
assertIs(reportOf(`new (require('worker_threads').Worker)(${JSON.stringify(dying)}, { eval: true });`), 1, '[worker eval]');
