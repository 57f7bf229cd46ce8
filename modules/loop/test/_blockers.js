// What tests of blockers share. A blocker blocks until the watch knows enough of it, however slow the machine is; its line
// carries a comment `HERE name`, by which the test finds it.
'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const { readFileSync } = require('node:fs');
const loop = require('eddy:loop');

const LIMIT_MS = 40;
const SAMPLES = 12;
loop.watch({ limit: LIMIT_MS });

let blockedAt; // when the blocker was over, by performance.now(): its report is the one of the callback that this lies in

/** Whether the running callback has been blocking for long enough to be reported with its line. */
function isEnough() {
  const { duration, samples } = loop.running();
  blockedAt = performance.now();
  return samples >= SAMPLES && duration >= 2 * LIMIT_MS;
}

/** Calls work(size) with growing sizes until it is enough: the last call takes most of the time. */
function block(work) {
  for (let size = 1; !isEnough(); size *= 2) work(size);
}

/** The number of the line in `file` that ends with the comment `HERE name`. */
function lineOf(file, name) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = lines.flatMap((text, i) => (text.endsWith(`// HERE ${name}`) ? [i + 1] : []));
  assert.strictEqual(found.length, 1, `one line is marked HERE ${name}`);
  return found[0];
}

/**
 * Has `start` set a callback going that blocks; gives the report that comes when it is over. On a slow machine others come, too:
 * of the same one while it lasts, of garbage collections, of what this file does besides.
 */
async function reportOf(start) {
  const keep = setInterval(() => {}, 1e6);
  blockedAt = Infinity;
  start();
  try {
    for (;;) {
      const [report] = await once(loop, 'blocked');
      const { startTime, duration, goesOn } = report;
      if (!goesOn && startTime <= blockedAt && blockedAt <= startTime + duration) return report;
    }
  } finally {
    clearInterval(keep);
  }
}

/** Checks that the report's first line is the one in `file` marked `HERE name`, and that it has most of the time. */
function assertLine(report, file, name) {
  const shown = JSON.stringify(report, null, 1);
  assert.ok(report.lines?.length > 0, `${name}: no line in ${shown}`);
  assert.strictEqual(report.lines[0].file, file, `${name}: ${shown}`);
  assert.strictEqual(report.lines[0].line, lineOf(file, name), `${name}: ${shown}`);
}

module.exports = { loop, block, isEnough, lineOf, reportOf, assertLine };
