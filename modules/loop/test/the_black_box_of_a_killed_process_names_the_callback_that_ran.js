// eddy only: --loop-black-box
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, plant, start, stop, eddy } = require('./_asking');

const killed = [
  "const { writeSync } = require('node:fs');",
  'setImmediate(function before() {',
  '  process.nextTick(() => {});',
  '  setTimeout(function forever() {',
  '    writeSync(1, "forever\\n");',
  '    for (let i = 0; ; i++) Math.sqrt(i);',
  '  }, 1);',
  '});',
].join('\n');

const starved = [
  'const kept = [];',
  'console.log("grows");',
  'setTimeout(function grow() {',
  '  for (;;) kept.push(new Array(1000).fill(kept.length));',
  '}, 1);',
].join('\n');

// Outside of V8's heap.
const greedy = [
  'const kept = [];',
  'setTimeout(function take() {',
  '  for (;;) kept.push(Buffer.alloc(1 << 20, 1));',
  '}, 1);',
].join('\n');

const isIn = (text, pattern) => assert.match(text, pattern, text);

async function afterSigkill() {
  const box = path.join(folder, 'killed.box');
  const child = await start([`--loop-black-box=${box}`, plant('killed.js', killed)]);
  await stop(child);
  const { code, stdout, stderr } = await eddy(['loop', 'last', box]);
  assert.strictEqual(code, 0, stderr);
  isIn(stdout, new RegExp(`^black box of pid ${child.pid}: .*killed\\.js {2}\\(eddy \\S+, began `));
  isIn(stdout, /\nit died, or still runs, in this callback, which began \d\d:\d\d:\d\d\.\d{3}\n {2}timer {2}killed\.js:4:30 forever {2}in timers/);
  isIn(stdout, /\n {2}\S+ +\S+ m?s {2}main script\n/);
  isIn(stdout, / {2}immediate {2}killed\.js:2:29 before {2}in check .*1 tick\n/);
  const json = JSON.parse((await eddy(['loop', 'last', box, '--json'])).stdout);
  assert.strictEqual(json.pid, child.pid);
  assert.strictEqual(json.ended, false);
  assert.strictEqual(json.records.findLast(({ type, end }) => type === 'callback' && end === undefined).kind, 'timer');
  assert.strictEqual(fs.statSync(box).mode & 0o777, 0o600);
}

async function withoutMemory() {
  const box = path.join(folder, 'starved.box');
  const file = plant('starved.js', starved);
  const ended = await eddy([`--loop-black-box=${box}`, '--max-old-space-size=16', file]);
  assert.notStrictEqual(ended.code, 0);
  const { code, stdout, stderr } = await eddy(['loop', 'last', box]);
  assert.strictEqual(code, 0, stderr);
  isIn(stdout, /\nit died, or still runs, in this callback, which began .*\n {2}timer {2}starved\.js:3:25 grow {2}in timers.*\n {2}within it, garbage was collected \d+ times/);
}

// A group of processes that may have so much memory; undefined where this user may make none.
function memoryGroup(bytes) {
  for (const [hierarchy, limit] of [['/sys/fs/cgroup/memory', 'memory.limit_in_bytes'], ['/sys/fs/cgroup', 'memory.max']]) {
    try {
      const group = fs.mkdtempSync(path.join(hierarchy, 'eddy-box-'));
      process.on('exit', () => fs.rmdirSync(group));
      fs.writeFileSync(path.join(group, limit), String(bytes));
      return group;
    } catch {
      continue; // not mounted, or not ours
    }
  }
  return undefined;
}

// The kernel ends it in the midst of asking for memory.
async function outOfMemory() {
  const group = memoryGroup(100 << 20);
  if (group === undefined) return;
  const box = path.join(folder, 'greedy.box');
  const words = ['-c', 'echo $$ > "$0" && exec "$@"', path.join(group, 'cgroup.procs'), process.execPath, `--loop-black-box=${box}`, plant('greedy.js', greedy)];
  const { signal } = await eddy(words, { command: '/bin/sh' });
  assert.strictEqual(signal, 'SIGKILL');
  const { code, stdout, stderr } = await eddy(['loop', 'last', box]);
  assert.strictEqual(code, 0, stderr);
  isIn(stdout, /\nit died, or still runs, in this callback, which began .*\n {2}timer {2}greedy\.js:2:25 take {2}in timers/);
}

async function byItself() {
  const box = path.join(folder, 'ended.box');
  await eddy([`--loop-black-box=${box}`, plant('ends.js', 'setTimeout(function last() {}, 1);')]);
  const { stdout } = await eddy(['loop', 'last', box]);
  isIn(stdout, /\nthe program ended by itself\n/);
  isIn(stdout, / {2}timer {2}ends\.js:1:25 last {2}in timers/);
}

// -n says how many of them; 0: all.
async function asManyAsAsked() {
  const box = path.join(folder, 'many.box');
  const turns = 30;
  await eddy([`--loop-black-box=${box}`, plant('many.js', `let left = ${turns}; (function again() { if (left-- > 0) setImmediate(again); })();`)]);
  const linesOf = async (...options) => (await eddy(['loop', 'last', box, ...options])).stdout.match(/^ {2}\d\d:\d\d:\d\d\.\d{3} .*$/gm);
  assert.strictEqual((await linesOf('-n', '0'))?.filter((line) => / immediate {2}many\.js:1:31 again /.test(line)).length, turns);
  assert.strictEqual((await linesOf('-n', '9'))?.length, 9);
}

// Each thread has a box of its own.
async function ofWorkers() {
  const box = path.join(folder, 'threads.box');
  const file = plant('threads.js', [
    "const { Worker, isMainThread } = require('node:worker_threads');",
    'if (isMainThread) new Worker(__filename);',
    'else setTimeout(function within() {}, 1);',
  ].join('\n'));
  await eddy([`--loop-black-box=${box}`, file]);
  const { stdout } = await eddy(['loop', 'last', `${box}.worker-1`]);
  isIn(stdout, /^black box of pid \d+, worker 1: /);
  isIn(stdout, / {2}timer {2}threads\.js:3:32 within {2}in timers/);
}

async function nowhere() {
  const { code, stderr } = await eddy(['--loop-black-box=/nowhere/at/all', plant('ends.js', '')]);
  assert.strictEqual(code, 9);
  assert.match(stderr, /: --loop-black-box=\/nowhere\/at\/all: No such file or directory\n$/);
}

finish(async () => {
  await afterSigkill();
  await withoutMemory();
  await outOfMemory();
  await byItself();
  await asManyAsAsked();
  await ofWorkers();
  await nowhere();
});
