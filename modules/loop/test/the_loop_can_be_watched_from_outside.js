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

const LINE = /^loop \d+\.\ds turns=\d+ util=[01]\.\d\d callbacks=\d+ timers=\S+ poll=\S+ check=\S+ close=\S+ ticks=\d+ jobs=\d+ pool=\d+\+\d+ late=p99 .* m?s(?: worst=.*)?$/;

finish(async () => {
  const child = await start([plant('works.js', program)]);
  const { code, stdout, stderr } = await eddy(['loop', 'top', String(child.pid), '--period', '300ms', '--count', '2']);
  assert.strictEqual(code, 0, stderr);
  const lines = stdout.trimEnd().split('\n');
  assert.strictEqual(lines.length, 2, stdout);
  for (const line of lines) assert.match(line, LINE);

  // It is watched until it ends. On a busy machine another callback may be the worst one for a while.
  const top = await start(['loop', 'top', String(child.pid), '--period', '50ms']);
  const ended = new Promise((resolve) => top.on('close', resolve));
  let output = '';
  top.stdout.on('data', (text) => { output += text; });
  await finish.until(() => / worst=works\.js:1:14 work \S+ m?s\n/.test(output));
  await stop(child);
  assert.strictEqual(await ended, 1);
  assert.strictEqual(top.errors, `eddy loop: process ${child.pid} has ended\n`);
  for (const line of output.trimEnd().split('\n').slice(1)) assert.match(line, LINE);
});
