'use strict';
// A random program whose order is open: open.js SEED. Ticks, promise jobs, immediates, timers and files start one another
// without waiting for each other, so that Node's rules leave many orders; rules.js tells whether the one that was taken is
// among them. What a task starts depends on the seed and on the task alone, so that the program is the same in each order.
// Prints its trace at exit, a line for each thing that happened:
//
//   make ID KIND DELAY BEFORE AFTER    a task was started; the time in ms before and behind the call
//   run ID NOW ... end ID              its callback
//   clear ID                           it is not to run any more
const fs = require('node:fs');

const seed = +process.argv[2];
const trace = [];
const handles = new Map();
const MOST_TASKS = 60;
const MOST_DEPTH = 5;
let count = 0;

// mulberry32, from the seed and the task.
function random(text) {
  let state = seed;
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const start = {
  tick: (run) => process.nextTick(run),
  job: (run) => queueMicrotask(run),
  immediate: (run) => setImmediate(run),
  timer: (run, delay) => setTimeout(run, delay),
  file: (run, delay, pick) => {
    if (pick < 0.4) fs.stat(__filename, run);
    else if (pick < 0.7) fs.readFile(__filename, run);
    else if (pick < 0.9) fs.readdir(__dirname, run);
    else fs.open(__filename, 'r', (error, fd) => fs.close(fd, run));
  },
};

function task(id, depth, next) {
  const kind = ['tick', 'job', 'immediate', 'immediate', 'timer', 'timer', 'timer', 'file', 'file', 'file'][Math.floor(next() * 10)];
  const delay = kind === 'timer' ? [1, 1, 2, 3, 5, 8, 13, 21][Math.floor(next() * 8)] : 0;
  const pick = next();
  const before = performance.now();
  const handle = start[kind](() => body(id, depth), delay, pick);
  trace.push(`make ${id} ${kind} ${delay} ${before} ${performance.now()}`);
  if (kind === 'timer' || kind === 'immediate') handles.set(id, [kind, handle]);
}

function body(id, depth) {
  handles.delete(id);
  trace.push(`run ${id} ${performance.now()}`);
  const next = random(id);
  const children = depth === 0 ? 6 : Math.floor(next() * (depth < MOST_DEPTH ? 4 : 1));
  for (let i = 0; i < children && count < MOST_TASKS; i++) {
    count++;
    task(`${id}.${i}`, depth + 1, next);
  }
  if (next() < 0.1 && handles.size > 0) {
    const [cleared, [kind, handle]] = [...handles][Math.floor(next() * handles.size)];
    handles.delete(cleared);
    kind === 'timer' ? clearTimeout(handle) : clearImmediate(handle);
    trace.push(`clear ${cleared}`);
  }
  trace.push(`end ${id}`);
}

process.on('exit', () => fs.writeSync(1, `${trace.join('\n')}\n`));
trace.push('make 0 main 0 0 0');
body('0', 0);
