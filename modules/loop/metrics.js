'use strict';
// Counts of this thread's loop under the names of OpenTelemetry's semantic conventions for JavaScript runtimes; ours
// (eddy.*) beside them. As objects, and as Prometheus's text.
const native = binding('loop');
const { percentile } = require('loop/records');

/**
 * @typedef {{name: string, description: string, unit: string, type: 'counter'|'gauge'|'histogram',
 *   points: {attributes: Record<string, string>, value?: number, count?: number, sum?: number, buckets?: [number, number][]}[]}} Metric
 *   unit: 's', 'By', '1' or '{callback}' and the like. A histogram's points have count, sum and buckets: [upper bound, how
 *   many are not above it], the last with the bound Infinity.
 */

/** @returns {Metric[]} what was counted since the recording began, which the first call begins */
function metrics() {
  require('loop/recording').startForProgram();
  const { counts, late } = JSON.parse(native.counts());
  return [...loopMetrics(counts, late), ...heapMetrics(counts), ...ownMetrics(counts, late)];
}

const seconds = (ns) => ns / 1e9;
const one = (value, attributes = { __proto__: null }) => ({ attributes, value });

function metric(type, name, unit, description, points) {
  return { name, description, unit, type, points };
}

// --- nodejs.*: the loop. ---

function loopMetrics(counts, late) {
  const PHASES = ['timers', 'pending', 'idle', 'prepare', 'poll', 'check', 'close'];
  const active = PHASES.reduce((sum, phase) => sum + counts[`${phase}Ns`], 0);
  const idle = counts.waitedNs;
  const state = (name) => ({ 'nodejs.eventloop.state': name });
  const { min, max, mean, stddev } = statistics(late);
  const delays = { min, max, mean, stddev, p50: percentile(late, 0.5) / 1000, p90: percentile(late, 0.9) / 1000, p99: percentile(late, 0.99) / 1000 };
  return [
    metric('gauge', 'nodejs.eventloop.utilization', '1', 'Part of the time in which the event loop was not idle.',
      [one(active + idle === 0 ? 0 : active / (active + idle))]),
    metric('counter', 'nodejs.eventloop.time', 's', 'Time of the event loop by state.',
      [one(seconds(active), state('active')), one(seconds(idle), state('idle'))]),
    ...Object.entries(delays).map(([name, value]) => metric('gauge', `nodejs.eventloop.delay.${name}`, 's',
      `Delay of the event loop's callbacks: ${name}.`, [one(value)])),
  ];
}

// Of a histogram of microseconds, in seconds.
function statistics(histogram) {
  const all = histogram.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return { min: 0, max: 0, mean: 0, stddev: 0 };
  const mean = histogram.reduce((sum, [us, count]) => sum + us * count, 0) / all;
  const variance = histogram.reduce((sum, [us, count]) => sum + (us - mean) ** 2 * count, 0) / all;
  return { min: histogram[0][0] / 1e6, max: histogram.at(-1)[0] / 1e6, mean: mean / 1e6, stddev: Math.sqrt(variance) / 1e6 };
}

// --- v8js.*: memory. ---

function heapMetrics(counts) {
  const { getHeapSpaceStatistics } = require('v8');
  const spaces = getHeapSpaceStatistics();
  const ofSpaces = (field) => spaces.map((space) => one(space[field], { 'v8js.heap.space.name': space.space_name }));
  const kinds = { minor: 'minor', major: 'major', incremental: 'incremental', weak: 'weakcb' };
  return [
    metric('histogram', 'v8js.gc.duration', 's', 'Garbage collections by kind.', Object.entries(kinds).map(([name, kind]) => ({
      attributes: { 'v8js.gc.type': kind }, count: counts[name], sum: seconds(counts[`${name}Ns`]), buckets: [[Infinity, counts[name]]],
    }))),
    metric('gauge', 'v8js.memory.heap.space.size', 'By', 'Size of the heap\'s spaces.', ofSpaces('space_size')),
    metric('gauge', 'v8js.memory.heap.used', 'By', 'Of it, what is used.', ofSpaces('space_used_size')),
    metric('gauge', 'v8js.memory.heap.space.available_size', 'By', 'Of it, what is available.', ofSpaces('space_available_size')),
    metric('gauge', 'v8js.memory.heap.space.physical_size', 'By', 'What the spaces take of the machine\'s memory.', ofSpaces('physical_space_size')),
    metric('gauge', 'v8js.resource.active', '{resource}', 'Resources that keep the event loop alive, by type.', activeResources()),
  ];
}

function activeResources() {
  const counts = new Map();
  for (const kind of require('process_object').getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => one(count, { 'v8js.resource.type': kind }));
}

// --- eddy.*: what only we know. ---

function ownMetrics(counts, late) {
  const [waiting, running] = native.poolCounts();
  const phases = ['timers', 'pending', 'poll', 'check', 'close'];
  let seen = 0;
  const buckets = late.map(([us, count]) => [us / 1e6, seen += count]);
  return [
    metric('histogram', 'eddy.eventloop.delay', 's', 'From when a callback could have begun until it did.', [{
      attributes: {}, count: seen, sum: late.reduce((sum, [us, count]) => sum + us * count, 0) / 1e6, buckets: [...buckets, [Infinity, seen]],
    }]),
    metric('counter', 'eddy.eventloop.phase.time', 's', 'Time in callbacks by phase.',
      phases.map((phase) => one(seconds(counts[`${phase}Ns`]), { 'eddy.eventloop.phase': phase }))),
    metric('counter', 'eddy.eventloop.blocked.count', '{callback}', 'Callbacks that took longer than 50 ms.', [one(counts.blocked)]),
    metric('counter', 'eddy.eventloop.blocked.duration', 's', 'The time they took.', [one(seconds(counts.blockedNs))]),
    metric('counter', 'eddy.eventloop.turns', '{turn}', 'Turns of the event loop.', [one(counts.turns)]),
    metric('counter', 'eddy.eventloop.callbacks', '{callback}', 'Callbacks that the event loop called.', [one(counts.callbacks)]),
    metric('counter', 'eddy.eventloop.ticks', '{tick}', 'Functions of process.nextTick that ran.', [one(counts.ticks)]),
    metric('gauge', 'eddy.eventloop.pool.queue', '{request}', 'Work of the thread pool, by state.',
      [one(waiting, { 'eddy.eventloop.pool.state': 'waiting' }), one(running, { 'eddy.eventloop.pool.state': 'running' })]),
  ];
}

// --- Prometheus. ---

/** The metrics in Prometheus's text format 0.0.4: names with _, units behind them, counters end with _total. @returns {string} */
function prometheusText(all = metrics()) {
  return all.map(familyText).join('');
}

const UNITS = { '__proto__': null, 's': '_seconds', 'By': '_bytes', '1': '_ratio' };

function familyText({ name, description, unit, type, points }) {
  const base = name.replaceAll('.', '_') + (UNITS[unit] ?? '');
  const full = type === 'counter' ? `${base}_total` : base;
  const lines = [`# HELP ${full} ${description}`, `# TYPE ${full} ${type}`];
  for (const point of points) lines.push(...(type === 'histogram' ? histogramLines(base, point) : [`${full}${labels(point.attributes)} ${point.value}`]));
  return `${lines.join('\n')}\n`;
}

function histogramLines(name, { attributes, count, sum, buckets }) {
  const bound = (value) => (value === Infinity ? '+Inf' : String(value));
  return [
    ...buckets.map(([most, number]) => `${name}_bucket${labels({ ...attributes, le: bound(most) })} ${number}`),
    `${name}_sum${labels(attributes)} ${sum}`,
    `${name}_count${labels(attributes)} ${count}`,
  ];
}

function labels(attributes) {
  const pairs = Object.entries(attributes).map(([name, value]) => {
    const text = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    return `${name.replaceAll('.', '_')}="${text}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

module.exports = { metrics, prometheusText };
