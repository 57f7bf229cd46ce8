// eddy only: eddy loop
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { plant, start, stop, eddy } = require('./_asking');

const sleeper = [
  'setInterval(function sweep() {}, 1e6);',
  "require('node:net').createServer(function onPeer() {}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });",
].join('\n');

// It answers from within a callback that never returns.
const spinner = [
  'setTimeout(function forever() { console.log("spins"); for (let i = 0; ; i++) Math.sqrt(i); }, 1);',
  'setInterval(function other() {}, 5e6);',
].join('\n');

finish(async () => {
  const child = await start([plant('sleeper.js', sleeper)]);
  const { code, stdout, stderr } = await eddy(['loop', 'why', String(child.pid)]);
  assert.strictEqual(stderr, '');
  assert.strictEqual(code, 0);
  assert.match(stdout, new RegExp(`^why alive: 2 things keep pid ${child.pid} running`));
  assert.match(stdout, new RegExp(`^  \\d server +listening on 127\\.0\\.0\\.1:${child.line}, 0 connections, for .* sleeper\\.js:2:\\d+  onPeer$`, 'm'));
  assert.match(stdout, /^ {2}\d interval +every 16 m 40 s, next in .* {2}sleeper\.js:1:\d+ {2}sweep$/m);

  const { stdout: json } = await eddy(['loop', 'why', String(child.pid), '--json']);
  const answer = JSON.parse(json);
  assert.strictEqual(answer.pid, child.pid);
  assert.deepStrictEqual(answer.keeps.map(({ kind }) => kind).sort(), ['interval', 'server']);
  await stop(child);

  const busy = await start([plant('spinner.js', spinner)]);
  const spun = await eddy(['loop', 'why', String(busy.pid)]);
  assert.strictEqual(spun.stderr, '');
  assert.match(spun.stdout, /interval +every 1 h 23 m, next in .* {2}spinner\.js:2:\d+ {2}other$/m, spun.stdout);
  await stop(busy);
});
