'use strict';
const assert = require('node:assert');
const path = require('node:path');

for (const limit of [1, 5, Infinity]) {
  Error.stackTraceLimit = limit;
  assert.throws(() => path.join(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => new URL('nowhere'), { code: 'ERR_INVALID_URL' });
  assert.deepStrictEqual(Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit'),
    { value: limit, writable: true, enumerable: true, configurable: true });
}

// The stack has as many frames as the limit says, the checked function's first.
for (const limit of [0, 1, 3]) {
  Error.stackTraceLimit = limit;
  let error;
  try {
    path.join(1);
  } catch (thrown) {
    error = thrown;
  }
  Error.stackTraceLimit = 10;
  const [header, ...frames] = error.stack.split('\n');
  assert.strictEqual(header, 'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string. Received type number (1)');
  assert.strictEqual(frames.length, limit);
  if (limit > 0) assert.match(frames[0], /^ {4}at Object\.join \(node:path/);
}
