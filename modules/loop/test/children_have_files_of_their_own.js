// eddy only: --loop-black-box, --loop-trace
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, plant, eddy } = require('./_asking');
const { readTrace } = require('./_perfetto');

const program = [
  "const { fork } = require('node:child_process');",
  'if (process.argv[2] === undefined) {',
  "  const child = fork(__filename, ['child']);",
  "  child.on('exit', () => { console.log(child.pid); setTimeout(function parent() {}, 1); });",
  '} else {',
  '  setTimeout(function inChild() {}, 1);',
  '}',
].join('\n');

const sitesIn = (file) => readTrace(fs.readFileSync(file)).events.map(({ notes }) => notes.site ?? '').join('\n');

finish(async () => {
  const box = path.join(folder, 'box');
  const trace = path.join(folder, 'trace');
  const { code, stdout, stderr } = await eddy([`--loop-black-box=${box}`, `--loop-trace=${trace}`, plant('family.js', program)]);
  assert.strictEqual(code, 0, stderr);
  const child = stdout.trim();
  const ofParent = (await eddy(['loop', 'last', box])).stdout;
  const ofChild = (await eddy(['loop', 'last', `${box}.${child}`])).stdout;
  assert.match(ofParent, / {2}timer {2}family\.js:4:\d+ parent {2}in timers/);
  assert.match(ofChild, new RegExp(`^black box of pid ${child}: `));
  assert.match(ofChild, / {2}timer {2}family\.js:6:\d+ inChild {2}in timers/);
  assert.match(sitesIn(trace), /family\.js:4:\d+ parent/);
  assert.match(sitesIn(`${trace}.${child}`), /family\.js:6:\d+ inChild/);
});
