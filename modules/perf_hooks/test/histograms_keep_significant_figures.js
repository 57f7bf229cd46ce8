'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(26);
const { createHistogram, monitorEventLoopDelay, timerify, PerformanceObserver } = require('node:perf_hooks');

const h = createHistogram();
assert.deepStrictEqual([h.min, h.minBigInt, h.max, h.count, h.exceeds], [9223372036854776000, 9223372036854775807n, 0, 0, 0]);
assert.ok(Number.isNaN(h.mean) && Number.isNaN(h.stddev));
for (const value of [5, 100, 1000000, 3n]) h.record(value);
assert.deepStrictEqual([h.min, h.max, h.mean, h.count, h.countBigInt], [3, 1000447, 250075, 4, 4n]);
assert.strictEqual(h.stddev, 433080.25364763517);
assert.deepStrictEqual([...h.percentiles], [[0, 3], [50, 5], [75, 100], [87.5, 999936], [100, 999936]]);
assert.deepStrictEqual([h.percentile(50), h.percentile(99), h.percentileBigInt(100)], [5, 1000447, 1000447n]);

const coarse = createHistogram({ figures: 1 });
for (let i = 1; i < 1000; i++) coarse.record(i);
assert.deepStrictEqual([coarse.min, coarse.max, coarse.mean, coarse.stddev], [1, 1023, 500.5805805805806, 288.497594661357]);
assert.deepStrictEqual([...coarse.percentiles], [
  [0, 1], [50, 496], [75, 736], [87.5, 864], [93.75, 928], [96.875, 960], [98.4375, 960], [99.21875, 992], [100, 992],
]);
const narrow = createHistogram({ lowest: 1, highest: 100, figures: 2 });
for (let i = 1; i < 1000; i++) narrow.record(i);
assert.deepStrictEqual([narrow.count, narrow.exceeds, narrow.max], [100, 899, 100]);
const unit = createHistogram({ lowest: 100, highest: 100000 });
for (let i = 1; i < 1000; i += 7) unit.record(i);
assert.deepStrictEqual([unit.min, unit.max, unit.mean, unit.percentile(33)], [0, 1023, 499.24475524475525, 383]);
h.add(coarse);
assert.strictEqual(h.count, 1003);
h.reset();
h.recordDelta();
h.recordDelta();
assert.ok(h.count <= 1 || h.count === 2);

assert.throws(() => h.record(0), { code: 'ERR_OUT_OF_RANGE', message: 'The value of "val" is out of range. It must be >= 1 && <= 9007199254740991. Received 0' });
assert.throws(() => h.record(0n), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => h.record('1'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => h.percentile(0), { code: 'ERR_OUT_OF_RANGE', message: 'The value of "percentile" is out of range. It must be > 0 && <= 100. Received 0' });
assert.throws(() => createHistogram({ lowest: 5, highest: 6 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => new h.constructor(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });

// The loop's delay.
const delay = monitorEventLoopDelay({ resolution: 2 });
assert.deepStrictEqual([delay.enable(), delay.enable()], [true, false]);
finish.until(() => delay.count >= 3).then(finish.once(() => {
  assert.ok(delay.max >= 1e6, `${delay.max}`); // (a tick that comes late brings the next one near)
  assert.deepStrictEqual([delay.disable(), delay.disable()], [true, false]);
}));

// timerify.
const times = createHistogram();
const add = timerify(function add(a, b) { return this.c + a + b; }, { histogram: times });
assert.deepStrictEqual([add.name, add.length, add.call({ c: 1 }, 2, 3)], ['timerified add', 2, 6]);
assert.strictEqual(times.count, 1);
class Point { constructor(x) { this.x = x; } }
assert.strictEqual(new (timerify(Point))(4).x, 4);
const observer = new PerformanceObserver((list) => {
  const [entry] = list.getEntries();
  assert.deepStrictEqual([entry.name, entry.entryType, entry.detail, entry[0]], ['later', 'function', ['arg'], 'arg']);
  observer.disconnect();
});
observer.observe({ type: 'function' });
timerify(async function later() { await null; })('arg');
assert.throws(() => timerify(1), { code: 'ERR_INVALID_ARG_TYPE', message: 'The "fn" argument must be of type function. Received type number (1)' });
