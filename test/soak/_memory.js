'use strict';
// Runs a load in rounds and fails when memory grows from round to round. After WARM_UP rounds the heap and the process
// have their working size; from then on neither may be larger by more than the load's bound.

const WARM_UP = 4;
const MEGABYTE = 1024 * 1024;

/** `count` rounds, or what SOAK_SCALE makes of them, but enough to tell. */
function rounds(count) {
  return Math.max(WARM_UP + 6, Math.round(count * Number(process.env.SOAK_SCALE ?? 1)));
}

function sample() {
  for (let i = 0; i < 2; i++) globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: (heapUsed + external) / MEGABYTE, rss: rss / MEGABYTE };
}

/**
 * @param {number} count how many rounds
 * @param {(round: number) => Promise|void} load one round
 * @param {{heap: number, rss: number}} bound megabytes that the last rounds may have more than those after the warm-up
 */
async function holdFlat(count, load, bound = { heap: 1, rss: 24 }) {
  const samples = [];
  for (let round = 0; round < count; round++) {
    await load(round);
    await new Promise(setImmediate); // what the round left is let go of
    samples.push(sample());
  }
  for (const kind of ['heap', 'rss']) {
    const values = samples.slice(WARM_UP).map((each) => each[kind]);
    const half = values.length >> 1;
    const growth = Math.min(...values.slice(half)) - Math.max(...values.slice(0, half));
    const report = values.map((value) => value.toFixed(1)).join(' ');
    console.error(`${kind}: ${growth > bound[kind] ? 'grows' : 'flat'} at ${report} MB`);
    if (growth > bound[kind]) process.exitCode = 1;
  }
}

module.exports = { holdFlat, rounds };
