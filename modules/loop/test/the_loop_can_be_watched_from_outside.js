// eddy only: eddy loop top
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { plant, start, stop, eddy } = require('./_asking');

const program = [
  'function work() {',
  '  for (let i = 0, end = 1e5; i < end; i++) Math.sqrt(i);',
  '}',
  'setInterval(work, 1);',
  'setTimeout(() => console.log("runs"), 1);',
].join('\n');

finish(async () => {
  const child = await start([plant('works.js', program)]);
  const { code, stdout, stderr } = await eddy(['loop', 'top', String(child.pid), '--period', '300ms', '--count', '2']);
  assert.strictEqual(code, 0, stderr);
  const lines = stdout.trimEnd().split('\n');
  assert.strictEqual(lines.length, 2, stdout);
  for (const line of lines) {
    assert.match(line, /^loop \d+\.\ds turns=\d+ util=[01]\.\d\d callbacks=\d+ timers=\d\.\d\d poll=\S+ check=\S+ close=\S+ ticks=\d+ jobs=\d+ pool=\d+\+\d+ late=p99 .* ms worst=works\.js:1:14 work \S+ m?s$/);
  }
  // It is watched until it ends.
  const watching = start(['loop', 'top', String(child.pid), '--period', '50ms']);
  const top = await watching;
  assert.match(top.line, /^loop /);
  const ended = new Promise((resolve) => top.on('close', resolve));
  top.stdout.resume();
  await stop(child);
  assert.strictEqual(await ended, 1);
  assert.strictEqual(top.errors, `eddy loop: process ${child.pid} has ended\n`);
});
