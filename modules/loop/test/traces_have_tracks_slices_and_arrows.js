// eddy only: --loop-trace, eddy loop trace
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, plant, start, stop, eddy } = require('./_asking');
const { readTrace } = require('./_perfetto');

const program = [
  "const { pbkdf2 } = require('node:crypto');",
  'setTimeout(function first() {',
  '  process.nextTick(() => {});',
  '  Promise.resolve().then(() => {});',
  "  pbkdf2('a', 'b', 1, 16, 'sha1', function derived() {",
  '    setImmediate(function after() { process.exit(); });',
  '  });',
  '}, 1);',
].join('\n');

// Every event has a track that was described, and slices end in the order in which they began.
function assertSound({ tracks, events }) {
  const open = new Map();
  const flows = new Map();
  for (const { type, track, flows: ids } of events) {
    assert.ok(tracks.has(track));
    if (type === 'begin') open.set(track, (open.get(track) ?? 0) + 1);
    if (type === 'end') open.set(track, open.get(track) - 1);
    assert.ok(!(open.get(track) < 0));
    for (const id of ids) flows.set(id, (flows.get(id) ?? 0) + 1);
  }
  for (const count of open.values()) assert.strictEqual(count, 0);
  for (const count of flows.values()) assert.strictEqual(count, 2);
}

function arrowTo({ tracks, events }, event) {
  assert.strictEqual(event.flows.length, 1, event.name);
  const from = events.find(({ type, flows }) => type === 'instant' && flows[0] === event.flows[0]);
  assert.strictEqual(from.name, 'scheduled here');
  const slice = events.findLast(({ type, track, time }) => type === 'begin' && track === from.track && time <= from.time);
  return `${tracks.get(from.track).name}: ${slice.name}`;
}

async function fromTheStart() {
  const file = path.join(folder, 'whole.pftrace');
  const { code, stderr } = await eddy([`--loop-trace=${file}`, plant('program.js', program)]);
  assert.strictEqual(code, 0, stderr);
  const trace = readTrace(fs.readFileSync(file));
  assertSound(trace);
  const find = (site) => trace.events.find(({ type, notes }) => type === 'begin' && notes.site?.endsWith(site));
  const trackOf = ({ track }) => trace.tracks.get(track).name;
  const [first, derived, after] = ['program.js:2:26 first', 'program.js:5:51 derived', 'program.js:6:32 after'].map(find);
  assert.deepStrictEqual([first, derived, after].map(trackOf), ['timers', 'poll', 'check']);
  assert.deepStrictEqual([first, derived, after].map(({ name }) => name), ['timer', 'crypto result', 'immediate']);
  assert.strictEqual(first.notes.ticks, '1');
  assert.ok(+first.notes['promise jobs'] >= 1);
  assert.strictEqual(arrowTo(trace, first), 'outside of the loop: main script');
  assert.strictEqual(arrowTo(trace, derived), 'timers: timer');
  assert.strictEqual(arrowTo(trace, after), 'poll: crypto result');
  const work = trace.events.find((event) => event.type === 'begin' && trackOf(event).startsWith('pool thread'));
  assert.strictEqual(work.name, 'crypto result');
  const names = new Set([...trace.tracks.values()].map(({ name }) => name));
  for (const name of ['eddy', 'main thread', 'timers', 'poll', 'check', 'close', 'turns', 'heap used', 'thread pool']) {
    assert.ok(names.has(name), name);
  }
}

async function ofARunningProcess() {
  const child = await start([plant('runs.js', 'setInterval(function sweep() {}, 2); setTimeout(() => console.log("runs"), 1);')]);
  const file = path.join(folder, 'part.pftrace');
  // A busy machine may not run it at all for so long.
  for (let found = false; !found;) {
    const { code, stdout, stderr } = await eddy(['loop', 'trace', String(child.pid), '-t', '300ms', '-o', file]);
    assert.strictEqual(code, 0, stderr);
    assert.match(stdout, /^\S+part\.pftrace: \d+ bytes, for https:\/\/ui\.perfetto\.dev\n$/);
    const trace = readTrace(fs.readFileSync(file));
    assertSound(trace);
    found = trace.events.some(({ notes }) => notes.site?.endsWith('runs.js:1:27 sweep'));
  }
  await stop(child);
}

// A worker has tracks of its own, in the same file.
async function ofWorkers() {
  const file = path.join(folder, 'threads.pftrace');
  const source = [
    "const { Worker, isMainThread } = require('node:worker_threads');",
    'if (isMainThread) new Worker(__filename);',
    'else setTimeout(function within() {}, 1);',
  ].join('\n');
  await eddy([`--loop-trace=${file}`, plant('threads.js', source)]);
  const trace = readTrace(fs.readFileSync(file));
  const within = trace.events.find(({ notes }) => notes.site?.endsWith('threads.js:3:32 within'));
  assert.strictEqual(trace.tracks.get(trace.tracks.get(within.track).parent).name, 'worker 1');
  assert.strictEqual(arrowTo(trace, within), 'outside of the loop: main script');
}

finish(async () => {
  await fromTheStart();
  await ofARunningProcess();
  await ofWorkers();
});
