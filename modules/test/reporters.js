'use strict';
// node:test/reporters. A reporter turns the events of a run into text; each is loaded when it is asked for.

/** The spec reporter, a Transform stream: made with and without `new`, or given the events to read. */
function spec(source) {
  const { SpecReporter } = require('test/reporter_spec');
  return reading(new SpecReporter(), source);
}

function reading(reporter, source) {
  if (source !== undefined && typeof source?.[Symbol.asyncIterator] === 'function') {
    require('stream').Readable.from(source).pipe(reporter);
  }
  return reporter;
}

/** The lcov reporter, a Transform stream: made with and without `new`, or given the events to read. */
function lcov(source) {
  const { LcovReporter } = require('test/reporter_lcov');
  return reading(new LcovReporter(), source);
}

for (const fn of [spec, lcov]) {
  Object.defineProperty(fn, 'name', { __proto__: null, value: 'value' });
  Object.defineProperty(fn, 'length', { __proto__: null, value: 0 });
}

function lazy(file) {
  return { __proto__: null, get: function get() { return require(`test/reporter_${file}`); }, enumerable: true, configurable: true };
}

function fixed(value) {
  return { __proto__: null, value, writable: false, enumerable: true, configurable: true };
}

module.exports = Object.defineProperties({}, {
  __proto__: null,
  dot: lazy('dot'),
  junit: lazy('junit'),
  spec: fixed(spec),
  tap: lazy('tap'),
  lcov: fixed(lcov),
});
