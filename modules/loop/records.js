'use strict';
// What a ring of records holds (observe/copy_json.h), as objects.

const PHASES = ['timers', 'pending', 'idle', 'prepare', 'poll', 'check', 'close', ''];
const TYPES = ['', 'callback', 'turn', 'collection', 'work'];

/**
 * @typedef {{number: number, type: string, start: number, end: number|undefined, late: number, kind: string, site: string,
 *   detail: string, phase: string, ticks: number, jobs: number, cause: number, resource: number, other: number}} LoopRecord
 *   start and end in milliseconds by the machine's monotonic clock; late and other, too. phase: '' outside of the loop.
 *   other: of a callback, the ticks and jobs behind it; of a turn, the wait; of work, the number of the pool's thread.
 */

/** @returns {LoopRecord} */
function recordOf(row, names) {
  const [number, type, start, end, late, kind, site, detail, phase, ticks, jobs, cause, resource, other] = row;
  return {
    number, type: TYPES[type], start: start / 1e6, end: end === 0 ? undefined : end / 1e6, late: late / 1000,
    kind: names[kind] ?? '', site: names[site] ?? '', detail, phase: PHASES[phase], ticks, jobs, cause, resource,
    other: TYPES[type] === 'work' ? other : other / 1000,
  };
}

/** All records of a ring that was read as JSON. @returns {LoopRecord[]} */
function recordsOf({ records, names }) {
  return records.map((row) => recordOf(row, names));
}

/** A percentile of a histogram [[microseconds, count], ...], in milliseconds. */
function percentile(histogram, part) {
  const all = histogram.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [us, count] of histogram) {
    seen += count;
    if (seen >= part * all) return us / 1000;
  }
  return 0;
}

/** "src/report.js:57:18 buildReport", with files below the working directory by their names there. */
function shownSite(site, folder) {
  if (site === '') return '';
  const plain = site.startsWith('file://') ? site.slice(7) : site;
  return plain.startsWith(`${folder}/`) ? plain.slice(folder.length + 1) : plain;
}

module.exports = { recordsOf, percentile, shownSite };
