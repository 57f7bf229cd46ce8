'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const seen = [];
const timers = [30, 10, 50, 20, 40, 10, 30].map((delay) => setTimeout((d) => seen.push(d), delay, delay));
// By when they were started, in milliseconds: a busy machine may take some between two of them.
const expiry = (timer) => timer._idleStart + timer._idleTimeout;
const expected = timers.toSorted((a, b) => expiry(a) - expiry(b)).map((timer) => timer._idleTimeout);
assert.strictEqual(expected.length, 7);
finish.atExit(() => assert.deepStrictEqual(seen, expected));
