'use strict';
// From what a process reports every period (server.cc, `records`) to a picture of each of its loops: what it did
// in that period, and which lines took most of the last seconds.
const { recordsOf, percentile, shownSite } = require('loop/records');
const fs = require('fs');

const WINDOW_MS = 10_000;
const MOST_RECORDS = 20_000;
const PHASES = ['timers', 'pending', 'poll', 'check', 'close', 'outside'];

/**
 * @typedef {{thread: number, pid: number, program: string, eddy: string, now: number, up: number, busy: number,
 *   rates: Record<string, number>, phases: Record<string, number>, waits: Record<string, number>,
 *   memory: {used: number, total: number, resident: number}, collections: {count: number, duration: number},
 *   late: {p50: number, p99: number}, running: object | undefined, lines: object[], fresh: object[]}} Picture
 *   times in milliseconds; rates a second; busy and phases as parts of the period; fresh: the records that are new
 */

class Painter {
  #pid;
  #folder = '';
  #threads = new Map(); // number -> {before, records}

  /** @param {number} pid whose working directory paths are shown from */
  constructor(pid) {
    this.#pid = pid;
    try {
      this.#folder = fs.readlinkSync(`/proc/${pid}/cwd`);
    } catch {
      // of another container: whole paths, then
    }
  }

  /** @param {string} line what the process sent @returns {Picture[]} of each thread, the main one first; none at first */
  paint(line) {
    const { pool, threads } = JSON.parse(line);
    const pictures = [];
    for (const ring of threads.sort((a, b) => a.thread - b.thread)) {
      const picture = this.#ofThread(ring, pool);
      if (picture !== undefined) pictures.push(picture);
    }
    return pictures;
  }

  #ofThread(ring, pool) {
    const records = recordsOf(ring);
    for (const record of records) record.site = shownSite(record.site, this.#folder);
    let state = this.#threads.get(ring.thread);
    // A first look, or another recording than the one before.
    if (state === undefined || state.began !== ring.began) {
      state = { began: ring.began, before: undefined, records: [] };
      this.#threads.set(ring.thread, state);
    }
    const { before } = state;
    state.before = ring;
    const known = new Map(state.records.map((record) => [record.number, record]));
    for (const record of records) known.set(record.number, record);
    const now = ring.now / 1e6;
    state.records = [...known.values()].filter(({ end }) => end === undefined || end > now - WINDOW_MS).slice(-MOST_RECORDS);
    return before === undefined ? undefined : pictureOf(before, ring, pool, state.records, records);
  }

  get pid() {
    return this.#pid;
  }
}

function pictureOf(before, ring, pool, kept, fresh) {
  const now = ring.now / 1e6;
  const period = (ring.now - before.now) / 1e6;
  const { counts } = ring;
  const since = (name) => counts[name] - before.counts[name];
  const callbacks = kept.filter(({ type }) => type === 'callback');
  const running = callbacks.findLast(({ end }) => end === undefined);
  const phases = Object.fromEntries(PHASES.map((phase) => [phase, since(`${phase}Ns`) / 1e6 / period]));
  if (running !== undefined) phases[running.phase === '' ? 'outside' : running.phase] += Math.min(1, (now - running.start) / period);
  const late = histogramSince(before.late, ring.late);
  return {
    thread: ring.thread, pid: ring.pid, program: ring.program, eddy: ring.eddy, now, up: (ring.now - ring.began) / 1e6,
    busy: Math.min(1, Object.values(phases).reduce((sum, part) => sum + part, 0)),
    rates: Object.fromEntries(['turns', 'callbacks', 'ticks', 'jobs', 'work'].map((name) => [name, since(name) / period * 1000])),
    phases,
    waits: {
      timers: counts.timers, immediates: counts.immediates, handles: counts.handles, requests: counts.requests,
      poolRunning: pool.running, poolWaiting: pool.waiting,
    },
    memory: { used: counts.heapUsed, total: counts.heapTotal, resident: counts.resident },
    collections: {
      count: since('minor') + since('major') + since('incremental'),
      duration: (since('minorNs') + since('majorNs') + since('incrementalNs')) / 1e6,
    },
    late: { p50: percentile(late, 0.5), p99: percentile(late, 0.99) },
    running: running && { ...running, lasts: now - running.start },
    lines: linesOf(callbacks, now),
    fresh: fresh.filter(({ type }) => type !== 'turn'),
  };
}

function histogramSince(before, after) {
  const old = new Map(before);
  return after.map(([us, count]) => [us, count - (old.get(us) ?? 0)]).filter(([, count]) => count > 0);
}

// The program's lines of the last seconds, the one that took most time first.
function linesOf(callbacks, now) {
  const lines = new Map();
  for (const { site, kind, start, end = now } of callbacks) {
    const key = `${site}\n${kind}`;
    const line = lines.get(key) ?? { site, kind, calls: 0, time: 0, longest: 0 };
    line.calls++;
    line.time += end - start;
    line.longest = Math.max(line.longest, end - start);
    lines.set(key, line);
  }
  return [...lines.values()].sort((a, b) => b.time - a.time).slice(0, 100);
}

module.exports = { Painter };
