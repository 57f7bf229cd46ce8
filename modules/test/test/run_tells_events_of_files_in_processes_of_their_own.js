'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { run } = require('node:test');
const finish = require('../../../test/_finish');

const told = [];
let summary;
const stream = run({ files: [path.join(__dirname, '_declares.js')] });
stream.on('test:pass', ({ name, nesting }) => told.push(`${nesting} pass ${name}`));
stream.on('test:fail', ({ name, nesting, details: { error } }) => {
  assert.strictEqual(error.code, 'ERR_TEST_FAILURE');
  told.push(`${nesting} fail ${name} ${error.failureType} ${error.cause.name}: ${error.cause.message}`);
});
stream.on('test:summary', (data) => { summary = data; });
stream.resume();
stream.on('end', () => {
  assert.deepStrictEqual(told, [
    '0 pass passes', '0 fail fails testCodeFailure RangeError: too far', '0 pass waits for a callback', '0 pass skipped',
    '0 fail todo testCodeFailure Error: later', '2 pass deeper', '1 pass inner', '0 pass suite',
  ]);
  assert.strictEqual(summary.success, false);
  assert.deepStrictEqual({ ...summary.counts }, {
    tests: 7, failed: 1, passed: 4, cancelled: 0, skipped: 1, todo: 1, topLevel: 6, suites: 1,
  });
  told.push('end');
});
finish.atExit(() => assert.strictEqual(told.at(-1), 'end'));

assert.throws(() => run({ files: 'a.js' }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => run({ shard: { total: 2, index: 3 } }), {
  code: 'ERR_OUT_OF_RANGE',
  message: 'The value of "options.shard.index" is out of range. It must be >= 1 && <= 2. Received 3',
});
