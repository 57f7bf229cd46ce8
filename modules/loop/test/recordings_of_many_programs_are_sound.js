// eddy only: --loop-trace
'use strict';
// What a reader of traces relies on: on a track, slices stand behind or within each other, each ends behind its begin, and an arrow leads
// from one point to one slice that begins later. And nothing is missing: there are as many slices as the programs had callbacks.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, plant, eddy } = require('./_asking');
const { readTrace } = require('./_perfetto');

const MAY_BE_WITHIN = new Set(['ticks and jobs']);

/** Follows a trace in the order of its times. @returns {object[]} slices: {name, track, thread, notes, cause: {name, site}} */
function slicesOf({ tracks, events }) {
  const open = new Map(); // by tracks: slices that have begun, the innermost last
  const arrows = new Map(); // by numbers: where they come from
  const slices = [];
  for (const { time, type, track, name, notes, flows } of events) {
    if (!open.has(track)) open.set(track, []);
    const stack = open.get(track);
    if (type === 'begin') {
      const { name: trackName, parent } = tracks.get(track);
      const slice = { name, notes, time, track: trackName, thread: tracks.get(parent)?.name, cause: undefined };
      if (stack.length > 0) assert.ok(MAY_BE_WITHIN.has(name), `${name} in ${stack.at(-1).name} on ${trackName}`);
      for (const id of flows) {
        slice.cause = arrows.get(id);
        assert.ok(slice.cause, `an arrow from nowhere to ${name}`);
        arrows.delete(id);
      }
      stack.push(slice);
      slices.push(slice);
    } else if (type === 'end') {
      const slice = stack.pop();
      assert.ok(slice, 'an end without a begin');
      assert.ok(time >= slice.time);
    } else if (type === 'instant') {
      assert.strictEqual(name, 'scheduled here');
      assert.strictEqual(flows.length, 1);
      assert.ok(!arrows.has(flows[0]));
      arrows.set(flows[0], { name: stack.at(-1)?.name, site: stack.at(-1)?.notes.site });
    }
  }
  assert.ok([...open.values()].every((stack) => stack.length === 0), 'a slice without an end');
  assert.strictEqual(arrows.size, 0, 'an arrow to nowhere');
  return slices;
}

async function record(name, text, expected = 0) {
  const file = path.join(folder, `${name}.pftrace`);
  const { code, stderr } = await eddy([`--loop-trace=${file}`, plant(`${name}.js`, text)]);
  assert.strictEqual(code, expected, stderr);
  return slicesOf(readTrace(fs.readFileSync(file)));
}

/** How many there are of each, by what name(slice) says. */
function count(slices, name) {
  const counts = {};
  for (const slice of slices) counts[name(slice)] = (counts[name(slice)] ?? 0) + 1;
  return counts;
}

const functionOf = (site = '') => site.split(' ')[1];
const calledBy = (slices, name) => slices.filter(({ notes, track }) => functionOf(notes.site) === name && !track.includes('#'));

async function timers() {
  const slices = await record('timers', `
    for (let i = 0; i < 50; i++) setTimeout(function timer() {
      process.nextTick(() => {});
      Promise.resolve().then(() => {}).then(() => {});
      setImmediate(function immediate() {});
    }, 1 + i % 7);
  `);
  for (const [name, phase, cause] of [['timer', 'timers', 'main script'], ['immediate', 'check', 'timer']]) {
    const found = calledBy(slices, name);
    assert.deepStrictEqual(count(found, ({ track, cause: from }) => `${track} from ${from?.name}`), { [`${phase} from ${cause}`]: 50 });
  }
  const sum = (note) => calledBy(slices, 'timer').reduce((all, { notes }) => all + Number(notes[note] ?? 0), 0);
  assert.strictEqual(sum('ticks'), 50);
  assert.strictEqual(sum('promise jobs'), 100);
}

async function server() {
  const slices = await record('server', `
    const http = require('http');
    const agent = new http.Agent({ keepAlive: true, maxSockets: 10 });
    let left = 200;
    const server = http.createServer(function serve(request, response) {
      setTimeout(function answer() { response.end('x'.repeat(1000)); }, 1);
    }).listen(0, '127.0.0.1', () => {
      for (let i = 0; i < 200; i++) http.get({ port: server.address().port, agent, path: '/' + i }, (response) => {
        response.resume().on('end', () => { if (--left === 0) { agent.destroy(); server.close(); } });
      });
    });
  `);
  const requests = new Set(calledBy(slices, 'serve').map(({ notes }) => notes.what));
  assert.strictEqual(requests.size, 200);
  assert.ok(requests.has('GET /199'));
  assert.strictEqual(calledBy(slices, 'answer').length, 200);
  assert.ok(calledBy(slices, 'answer').every(({ cause }) => functionOf(cause.site) === 'serve'));
}

async function pool() {
  const slices = await record('pool', `
    const fs = require('fs'), { pbkdf2 } = require('crypto'), { deflate } = require('zlib');
    for (let i = 0; i < 20; i++) fs.lstat(__filename, function found() {});
    for (let i = 0; i < 10; i++) pbkdf2('a', 'b', 1000, 16, 'sha1', function derived() {});
    for (let i = 0; i < 10; i++) deflate('x'.repeat(10000), function deflated() {});
  `);
  const callbacks = ['found', 'derived', 'deflated'].map((name) => calledBy(slices, name));
  assert.deepStrictEqual(callbacks.map(({ length }) => length), [20, 10, 10]);
  const work = slices.filter(({ track }) => track.startsWith('pool thread'));
  assert.ok(work.length >= 20, String(work.length)); // what takes no time is done at once
  assert.ok([...work, ...callbacks.flat()].every(({ cause }) => cause.name === 'main script'));
}

async function workers() {
  const slices = await record('workers', `
    const { Worker, isMainThread, workerData, parentPort } = require('worker_threads');
    if (isMainThread) for (let i = 1; i <= 3; i++) new Worker(__filename, { workerData: i }).on('message', function told() {});
    else for (let i = 0; i < 10 * workerData; i++) setImmediate(function work() { parentPort.postMessage(i); });
  `);
  assert.deepStrictEqual(count(calledBy(slices, 'work'), ({ thread, cause }) => `${thread} from ${cause?.name}`),
                         { 'worker 1 from main script': 10, 'worker 2 from main script': 20, 'worker 3 from main script': 30 });
}

async function endings() {
  for (const [name, text, code] of [
    ['nested', 'setTimeout(() => process.nextTick(() => Promise.resolve().then(() => process.exit(3))), 1)', 3],
    ['uncaught', "setTimeout(() => { throw new Error('uncaught'); }, 1)", 1],
    ['at_once', 'process.exit(4)', 4],
  ]) assert.ok((await record(name, text, code)).some(({ name: kind }) => kind === 'main script'), name);
  const file = path.join(folder, 'killed.pftrace');
  await eddy([`--loop-trace=${file}`, plant('killed.js', `
    const { statSync } = require('fs');
    setInterval(function beat() { if (statSync(${JSON.stringify(file)}).size > 1e4) process.kill(process.pid, 'SIGKILL'); }, 1);`)]);
  assert.ok(calledBy(slicesOf(readTrace(fs.readFileSync(file))), 'beat').length > 10);
}

finish(async () => {
  await timers();
  await server();
  await pool();
  await workers();
  await endings();
});
