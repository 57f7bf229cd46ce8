'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const seen = [];
const listener = (...args) => {
  seen.push(args);
  process.removeListener('SIGUSR2', listener);
  clearTimeout(waiting);
};
process.on('SIGUSR2', listener);
const waiting = setTimeout(() => assert.fail('no signal came'), 20000);
assert.strictEqual(process.kill(process.pid, 'SIGUSR2'), true);
assert.throws(() => process.kill(process.pid, 'SIGNONE'), { code: 'ERR_UNKNOWN_SIGNAL', message: 'Unknown signal: SIGNONE' });
assert.throws(() => process.kill('x'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.strictEqual(process.kill(process.pid, 0), true);
finish.atExit(() => assert.deepStrictEqual(seen, [['SIGUSR2', 12]]));
