// eddy only: eddy:loop's metrics, --loop-metrics
'use strict';
const assert = require('node:assert');
const loop = require('eddy:loop');
const finish = require('../../../test/_finish');
const { plant, start, stop, eddy } = require('./_asking');

const NAMES = [
  'nodejs.eventloop.utilization', 'nodejs.eventloop.time', 'nodejs.eventloop.delay.min', 'nodejs.eventloop.delay.max',
  'nodejs.eventloop.delay.mean', 'nodejs.eventloop.delay.stddev', 'nodejs.eventloop.delay.p50', 'nodejs.eventloop.delay.p90',
  'nodejs.eventloop.delay.p99', 'v8js.gc.duration', 'v8js.memory.heap.space.size', 'v8js.memory.heap.used',
  'v8js.memory.heap.space.available_size', 'v8js.memory.heap.space.physical_size', 'v8js.resource.active', 'eddy.eventloop.delay',
  'eddy.eventloop.phase.time', 'eddy.eventloop.blocked.count', 'eddy.eventloop.blocked.duration', 'eddy.eventloop.turns',
  'eddy.eventloop.callbacks', 'eddy.eventloop.ticks', 'eddy.eventloop.pool.queue',
];

function valueOf(metrics, name, attributes = {}) {
  const { points } = metrics.find((metric) => metric.name === name);
  const point = points.find((one) => Object.entries(attributes).every(([key, value]) => one.attributes[key] === value));
  return point.value ?? point.count;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function counted() {
  const before = loop.metrics();
  assert.deepStrictEqual(before.map(({ name }) => name), NAMES);
  for (const { unit, type, description } of before) {
    assert.match(unit, /^(?:s|By|1|\{\w+\})$/);
    assert.match(type, /^(?:counter|gauge|histogram)$/);
    assert.ok(description.length > 0);
  }
  for (let i = 0; i < 50; i++) {
    await turn();
    for (let j = 0; j < 3; j++) process.nextTick(() => {});
  }
  globalThis.gc?.();
  await turn();
  const after = loop.metrics();
  const grown = (name, attributes) => valueOf(after, name, attributes) - valueOf(before, name, attributes);
  assert.ok(grown('eddy.eventloop.callbacks') >= 50);
  assert.ok(grown('eddy.eventloop.turns') >= 50);
  assert.ok(grown('eddy.eventloop.ticks') >= 147);
  assert.ok(grown('eddy.eventloop.delay') >= 50);
  assert.ok(grown('nodejs.eventloop.time', { 'nodejs.eventloop.state': 'active' }) > 0);
  assert.ok(grown('eddy.eventloop.phase.time', { 'eddy.eventloop.phase': 'check' }) > 0);
  const part = valueOf(after, 'nodejs.eventloop.utilization');
  assert.ok(part > 0 && part <= 1);
  assert.ok(valueOf(after, 'v8js.memory.heap.used', { 'v8js.heap.space.name': 'old_space' }) > 0);
}

// Each line of Prometheus's text format, and of each histogram the buckets: never fewer in a larger one.
function assertPrometheus(text) {
  const lines = text.trimEnd().split('\n');
  let last = 0;
  let family;
  for (const line of lines) {
    const type = /^# TYPE (\w+) (?:counter|gauge|histogram)$/.exec(line);
    if (type !== null) [family, last] = [type[1], 0];
    if (line.startsWith('#')) continue;
    const sample = /^(\w+)(?:\{(\w+="[^"]*",?)+\})? (\S+)$/.exec(line);
    assert.notStrictEqual(sample, null, line);
    assert.ok(sample[1].startsWith(family), line);
    assert.ok(!Number.isNaN(Number(sample[3])), line);
    if (sample[1] !== 'eddy_eventloop_delay_seconds_bucket') continue;
    assert.ok(+sample[3] >= last, line);
    last = +sample[3];
  }
  assert.match(text, /^eddy_eventloop_delay_seconds_bucket\{le="\+Inf"\} (\d+)\neddy_eventloop_delay_seconds_sum \S+\neddy_eventloop_delay_seconds_count \1$/m);
  assert.match(text, /^nodejs_eventloop_time_seconds_total\{nodejs_eventloop_state="active"\} \S+$/m);
  assert.match(text, /^nodejs_eventloop_utilization_ratio \S+$/m);
}

async function served() {
  const source = 'setInterval(function sweep() {}, 1); console.log("runs");';
  const child = await start(['--loop-metrics=127.0.0.1:0', plant('runs.js', source)]);
  await finish.until(() => child.errors.includes('/metrics\n'));
  const [url] = /http:\/\/127\.0\.0\.1:\d+\/metrics/.exec(child.errors);
  const response = await fetch(url);
  assert.strictEqual(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  assertPrometheus(await response.text());
  assert.strictEqual((await fetch(new URL('/', url))).status, 404);
  await stop(child);
}

// Serving them keeps nothing alive.
async function ends() {
  const { code, stdout } = await eddy(['--loop-metrics=127.0.0.1:0', plant('ends.js', 'console.log("ends")')]);
  assert.strictEqual(code, 0);
  assert.strictEqual(stdout, 'ends\n');
  const wrong = await eddy(['--loop-metrics=somewhere', plant('ends.js', 'console.log("ends")')]);
  assert.strictEqual(wrong.code, 9);
  assert.match(wrong.stderr, /--loop-metrics=somewhere is no address: 127\.0\.0\.1:9464 is\n$/);
}

finish(async () => {
  await counted();
  assertPrometheus(loop.metricsText());
  await served();
  await ends();
});
