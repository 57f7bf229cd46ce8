// Methods and accessors of histograms throw ERR_INVALID_THIS for other receivers, whatever their prototype; add() takes nothing else.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(23);
const { createHistogram, monitorEventLoopDelay } = require('node:perf_hooks');

const histogram = createHistogram();
const recordable = Object.getPrototypeOf(histogram);
const readable = Object.getPrototypeOf(recordable);
const imitation = Object.create(recordable);

const invalid = (name) => ({ name: 'TypeError', code: 'ERR_INVALID_THIS', message: `Value of "this" must be of type ${name}` });
for (const name of ['count', 'countBigInt', 'min', 'max', 'mean', 'exceeds', 'stddev', 'percentiles']) {
  const { get } = Object.getOwnPropertyDescriptor(readable, name);
  for (const receiver of [imitation, {}]) assert.throws(() => get.call(receiver), invalid('Histogram'));
}
assert.throws(() => readable.reset.call(imitation), invalid('Histogram'));
assert.throws(() => readable.percentile.call({}, 50), invalid('Histogram'));
assert.throws(() => recordable.record.call(imitation, 1), invalid('RecordableHistogram'));
assert.throws(() => recordable.recordDelta.call(monitorEventLoopDelay()), invalid('RecordableHistogram'));
for (const other of [imitation, monitorEventLoopDelay(), {}]) {
  assert.throws(() => histogram.add(other), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
}
