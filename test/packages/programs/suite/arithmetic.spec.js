'use strict';
const assert = require('node:assert');

describe('arithmetic', () => {
  before(() => { this.ready = true; });
  it('adds', () => assert.strictEqual(1 + 1, 2));
  it('is told to be skipped');
  it.skip('is skipped', () => assert.fail());
  it('takes a callback', (done) => setTimeout(done, 2));
  it('takes a promise', async () => { await null; });
  context('with errors', () => {
    it('compares objects', () => assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }));
    it('compares strings', () => assert.strictEqual('one\ntwo', 'one\nthree'));
    it('throws', () => { throw new TypeError('thrown'); });
    it('rejects', () => Promise.reject(new Error('rejected')));
    it('takes too long', function tooLong(done) { this.timeout(20); setTimeout(() => {}, 30); });
    it('ends twice', (done) => { done(); done(); });
  });
});
