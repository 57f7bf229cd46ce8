'use strict';
// The five channels are not among what is enumerated, and cannot be replaced.
const assert = require('node:assert');
const { channel, tracingChannel } = require('node:diagnostics_channel');

const tracing = tracingChannel('eddy');
assert.deepStrictEqual(Object.keys(tracing), []);
for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) {
  assert.strictEqual(tracing[event], channel(`tracing:eddy:${event}`));
  assert.deepStrictEqual(Object.getOwnPropertyDescriptor(tracing, event),
                         { value: tracing[event], writable: false, enumerable: false, configurable: false });
  assert.throws(() => { tracing[event] = channel('other'); }, TypeError);
}
assert.strictEqual(require('node:util').inspect(tracing), 'TracingChannel {}');
