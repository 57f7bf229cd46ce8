'use strict';
// host.cjs NAME MODE [SEED]: runs programs/NAME.cjs, which exports async work(print, folder).
//   main    in this thread
//   worker  in a worker thread
//   ended   over and over in 20 workers, each of which is ended at a random moment (of SEED) while the others go on;
//           prints how many have ended
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const { inspect } = require('node:util');

const WORKERS = 20;
const AT_ONCE = 4;
const LONGEST_LIFE = 600; // ms
const print = (...values) => process.stdout.write(`${values.map((value) => (typeof value === 'string' ? value : inspect(value, { depth: 9, maxStringLength: 4000 }))).join(' ')}\n`);
const makeFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-native-'));

async function workOnce(name, show) {
  const folder = makeFolder();
  try {
    await require(`./programs/${name}.cjs`)(show, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function workUntilEnded(name) {
  for (;;) await workOnce(name, () => {});
}

/** Numbers in [0, 1) from a seed (xorshift32). */
function makeRandom(seed) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function liveAndEnd(name, life) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { argv: [name, 'until ended'], workerData: name });
    const timer = setTimeout(() => worker.terminate(), life);
    worker.on('error', reject);
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function endWorkers(name, seed) {
  const random = makeRandom(seed);
  const lives = Array.from({ length: WORKERS }, () => random() * LONGEST_LIFE);
  let ended = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let life = lives.pop(); life !== undefined; life = lives.pop()) {
      await liveAndEnd(name, life);
      ended++;
    }
  }));
  print(`${ended} workers ended`);
}

const [, , name, mode, seed] = process.argv;
if (!isMainThread) {
  if (mode === 'until ended') workUntilEnded(workerData);
  else workOnce(workerData, print);
} else if (mode === 'main') {
  workOnce(name, print);
} else if (mode === 'worker') {
  new Worker(__filename, { workerData: name });
} else if (mode === 'ended') {
  // What workers leave behind is removed when this process ends.
  const top = makeFolder();
  process.env.TMPDIR = top;
  process.on('exit', () => fs.rmSync(top, { recursive: true, force: true }));
  endWorkers(name, Number(seed));
} else {
  throw new Error(`no such mode: ${mode}`);
}
