'use strict';
// The black box of a process that died (--loop-black-box=FILE): what its loop did last.
const { recordsOf, shownSite } = require('loop/records');
const { duration, shortDuration } = require('loop/times');
const process = require('process_object');
const native = binding('loop');

/**
 * @param {string} file
 * @returns {{error: string} | {pid: number, thread: number, program: string, eddy: string, began: number, ended: boolean,
 *   counts: object, records: object[]}} began: milliseconds since 1970; records: as loop/records has them
 */
function read(file) {
  const box = JSON.parse(native.readBlackBox(file));
  if (box.error !== undefined) return box;
  const records = recordsOf(box).sort((a, b) => a.number - b.number);
  const { pid, thread, program, eddy, counts, ended, wallOffset } = box;
  return { pid, thread, program, eddy, began: (box.began + wallOffset) / 1e6, wallOffset: wallOffset / 1e6, ended, counts, records };
}

/** As `eddy loop last` prints it, with the last `count` callbacks. */
function text(box, count) {
  const callbacks = box.records.filter(({ type }) => type === 'callback');
  const running = callbacks.findLast(({ end }) => end === undefined);
  const lines = [
    `black box of pid ${box.pid}${box.thread === 0 ? '' : `, worker ${box.thread}`}: ${box.program}  (eddy ${box.eddy}, began ${clock(box.began)})`,
    fate(box, running, callbacks.at(-1)),
  ];
  if (running !== undefined) lines.push(`  ${describe(running)}`, ...collections(box.records, running));
  const shown = callbacks.filter((record) => record !== running).slice(count === 0 ? 0 : -count);
  if (shown.length > 0) {
    lines.push(`before it  (${box.counts.callbacks} callbacks in ${box.counts.turns} turns of the loop since the begin)`);
    for (const record of shown) lines.push(`  ${clock(record.start + box.wallOffset)}  ${took(record).padStart(9)}  ${describe(record)}`);
  }
  lines.push(`at the last count  heap ${mebibytes(box.counts.heapUsed)} of ${mebibytes(box.counts.heapTotal)}, resident ${mebibytes(box.counts.resident)}, ` +
    `${box.counts.timers} timers, ${box.counts.handles} handles, ${box.counts.requests} requests`);
  return `${lines.join('\n')}\n`;
}

function fate({ ended, wallOffset }, running, last) {
  if (ended) return 'the program ended by itself';
  if (running !== undefined) return `it died, or still runs, in this callback, which began ${clock(running.start + wallOffset)}`;
  if (last === undefined) return 'it died, or still runs, before any callback';
  return `it died, or still runs, between two callbacks: the last one ended ${clock(last.end + wallOffset)}`;
}

function describe({ kind, detail, site, phase, late, ticks, jobs }) {
  const parts = [`${kind || 'callback'}${detail === '' ? '' : `  ${detail}`}`, shownSite(site, process.cwd())];
  if (phase !== '') parts.push(`in ${phase}`);
  if (late >= 10) parts.push(`${duration(late)} late`);
  if (ticks + jobs > 0) parts.push([ticks > 0 && plural(ticks, 'tick'), jobs > 0 && plural(jobs, 'job')].filter(Boolean).join(', '));
  return parts.filter((part) => part !== '').join('  ');
}

// What was collected within the callback that ran.
function collections(records, running) {
  const within = records.filter(({ type, start }) => type === 'collection' && start >= running.start);
  if (within.length === 0) return [];
  const all = within.reduce((sum, { start, end }) => sum + (end ?? start) - start, 0);
  return [`  within it, garbage was collected ${within.length} times, ${duration(all)}`];
}

const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;
const took = ({ start, end }) => shortDuration(end - start);
const mebibytes = (bytes) => `${(bytes / 1048576).toFixed(1)} MiB`;

function clock(ms) {
  const date = new Date(ms);
  const two = (number, size = 2) => String(number).padStart(size, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}

module.exports = { read, text };
