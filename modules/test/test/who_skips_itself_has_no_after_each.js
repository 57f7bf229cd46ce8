'use strict';
// A test that calls skip() gets no afterEach hook, neither its suite's nor the file's; its own after hooks run.
const assert = require('node:assert');
const { test, describe, it, beforeEach, afterEach } = require('node:test');
const finish = require('../../../test/_finish');

const log = [];
beforeEach((t) => log.push(`${t.name}: file before`));
afterEach((t) => log.push(`${t.name}: file after`));
describe('suite', () => {
  beforeEach((t) => log.push(`${t.name}: before`));
  afterEach((t) => log.push(`${t.name}: after`));
  it('runs', () => {});
  it('skips', (t) => {
    t.after(() => log.push('skips: own after'));
    t.skip('why');
  });
  it('skips later', async (t) => {
    await null;
    t.skip();
  });
  it('todo', (t) => t.todo());
});
test('skips', (t) => t.skip());
finish.atExit(() => {
  assert.deepStrictEqual(log, [
    'runs: file before', 'runs: before', 'runs: after', 'runs: file after',
    'skips: file before', 'skips: before', 'skips: own after',
    'skips later: file before', 'skips later: before',
    'todo: file before', 'todo: before', 'todo: after', 'todo: file after',
    'skips: file before',
  ]);
});
