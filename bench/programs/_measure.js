'use strict';
// What the programs here share. A program calls measure() for each of its figures; each is printed as one line of JSON,
// {"bench": name, "value": operations a second}, on stderr, so that a program may use stdout for what it measures.
// In the environment, ROWS=regexp: only the figures whose names match; MEASURED_MS=number: measured for so long.

const MEASURED_MS = Number(process.env.MEASURED_MS ?? 300);
const WARM_UP_MS = Math.min(100, MEASURED_MS);
const WARM_UPS_TO_COUNT = 3;
const collectGarbage = findCollector();
const counted = process.env.COUNTED === undefined ? undefined : JSON.parse(process.env.COUNTED);

/**
 * Measure how often an operation can be done in a second of processor time, or by another clock.
 * @param {string} name
 * @param {(times: number) => (void | Promise<void>)} work does the operation so many times
 * @param {{ clock?: () => number, scale?: number }} [options] clock: milliseconds; default cpuClock, which
 *   other programs on the machine disturb less. scale: how many of what the figure counts an operation is
 */
async function measure(name, work, { clock = cpuClock, scale = 1 } = {}) {
  if (!new RegExp(process.env.ROWS ?? '').test(name)) return;
  collectGarbage();
  if (counted !== undefined) {
    await count(name, work);
    return;
  }
  let times = 1;
  let spent = 0;
  for (;;) {
    const start = clock();
    const waits = work(times);
    if (waits) await waits;
    spent = clock() - start;
    if (spent >= WARM_UP_MS) break;
    times = Math.ceil(times * (spent < WARM_UP_MS / 16 ? 8 : 2));
  }
  times = Math.max(1, Math.round(times * MEASURED_MS / spent));
  const start = clock();
  const waits = work(times);
  if (waits) await waits;
  report(name, times * scale / (clock() - start) * 1000);
}

// For bench/counts, which sees the looks at the clock: the operation as often as COUNTED says, when it has been optimised.
async function count(name, work) {
  const times = counted[name];
  if (times === undefined) return;
  for (let i = 0; i < WARM_UPS_TO_COUNT; i++) await work(times);
  cpuClock();
  const waits = work(times);
  if (waits) await waits;
  cpuClock();
  process.stderr.write(JSON.stringify({ counted: name }) + '\n');
}

// A figure is not to pay for what the one before left behind: some leave hundreds of megabytes.
function findCollector() {
  if (globalThis.Bun) return () => globalThis.Bun.gc(true);
  try {
    require('node:v8').setFlagsFromString('--expose-gc');
    return require('node:vm').runInNewContext('gc');
  } catch {
    return () => {}; // Deno takes no flags from programs
  }
}

/** Print one figure: operations a second. */
function report(name, value) {
  process.stderr.write(JSON.stringify({ bench: name, value }) + '\n');
}

/** Milliseconds of processor time that this process has used. */
function cpuClock() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds that have passed. */
function wallClock() {
  return performance.now();
}

module.exports = { measure, report, cpuClock, wallClock };
