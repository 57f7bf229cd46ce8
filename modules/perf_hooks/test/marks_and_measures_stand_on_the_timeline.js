'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(30);
const { inspect } = require('node:util');
const { performance, PerformanceObserver, PerformanceMark, PerformanceEntry } = require('node:perf_hooks');

assert.strictEqual(globalThis.performance, performance);
assert.ok(performance.now() > 0);
// The machine may stand still between two looks at a clock, but not each time.
const apart = Array.from({ length: 5 }, () => Math.abs(performance.timeOrigin + performance.now() - Date.now()));
assert.ok(Math.min(...apart) < 1000, `${apart}`);

const seen = [];
const observer = new PerformanceObserver(function(list, self) {
  assert.strictEqual(this, observer);
  assert.strictEqual(self, observer);
  seen.push(list.getEntries().map((entry) => entry.name), list.getEntriesByType('measure').length, list.getEntriesByName('b').length);
});
observer.observe({ entryTypes: ['mark', 'measure', 'unknown'] });
assert.throws(() => observer.observe({ type: 'mark' }), { name: 'InvalidModificationError', message: 'PerformanceObserver can not change to single observation' });

const detail = { x: 1 };
const mark = performance.mark('a', { startTime: 0, detail });
assert.ok(mark instanceof PerformanceMark && mark instanceof PerformanceEntry);
assert.deepStrictEqual(mark.toJSON(), { name: 'a', entryType: 'mark', startTime: 0, duration: 0, detail: { x: 1 } });
assert.notStrictEqual(mark.detail, detail);
performance.mark('b', { startTime: 10 });
const bounds = (...args) => {
  const { startTime, duration } = performance.measure('m', ...args);
  return [startTime, duration];
};
assert.deepStrictEqual(bounds('a', 'b'), [0, 10]);
assert.deepStrictEqual(bounds({ start: 'a', end: 'b' }), [0, 10]);
assert.deepStrictEqual(bounds({ end: 'b', duration: 11 }), [-1, 11]);
assert.deepStrictEqual(bounds({ start: 'b', duration: 11 }), [10, 11]);
assert.deepStrictEqual(bounds({ start: 1, end: 5 }), [1, 4]);
assert.strictEqual(bounds('nodeStart')[0], performance.nodeTiming.nodeStart);
assert.deepStrictEqual(performance.getEntriesByType('mark').map((entry) => entry.name), ['a', 'b']);
assert.strictEqual(performance.getEntriesByName('m', 'measure').length, 6);
assert.strictEqual(performance.getEntries().length, 8);
performance.clearMarks('a');
assert.strictEqual(performance.getEntriesByName('a').length, 0);
assert.throws(() => performance.measure('m', 'a'), { name: 'SyntaxError', code: 12, message: 'The "a" performance mark has not been set' });
performance.clearMeasures();
performance.clearMarks();
assert.deepStrictEqual(performance.getEntries(), []);
assert.strictEqual(inspect(mark), "PerformanceMark {\n  name: 'a',\n  entryType: 'mark',\n  startTime: 0,\n  duration: 0,\n  detail: { x: 1 }\n}");

setImmediate(() => setImmediate(() => {
  assert.deepStrictEqual(seen.slice(0, 1)[0].sort(), ['a', 'b', 'm', 'm', 'm', 'm', 'm', 'm']);
  assert.deepStrictEqual(seen.slice(1), [6, 1]);
  observer.disconnect();
}));

assert.throws(() => performance.mark('nodeStart'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => performance.mark('x', { startTime: -1 }), { code: 'ERR_PERFORMANCE_INVALID_TIMESTAMP', message: '-1 is not a valid timestamp' });
assert.throws(() => performance.measure('x', { start: 1 }, 'y'), { code: 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS' });
assert.throws(() => new PerformanceEntry(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
assert.throws(() => performance.now.call({}), { code: 'ERR_INVALID_THIS' });
assert.throws(() => new PerformanceObserver(() => {}).observe({}), { code: 'ERR_MISSING_ARGS' });
assert.deepStrictEqual(PerformanceObserver.supportedEntryTypes, ['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'resource']);
