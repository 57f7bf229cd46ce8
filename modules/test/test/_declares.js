'use strict';
// A program with tests of every outcome, for the tests of reports.
const { test, describe, it, before, beforeEach } = require('node:test');

before(() => {});
beforeEach(() => {});
test('passes', () => {});
test('fails', () => { throw new RangeError('too far'); });
test('waits for a callback', (t, done) => { setImmediate(done); });
test('skipped', { skip: 'no reason' }, () => {});
test('todo', { todo: true }, () => { throw new Error('later'); });
describe('suite', () => {
  it('inner', async (t) => {
    t.diagnostic('told');
    await t.test('deeper', () => {});
  });
});
