'use strict';
// `await using stream`: an abort is no failure of a Writable, whoever aborted it; of a Readable, only its own disposal's.
const assert = require('node:assert');
const { PassThrough, Readable, Writable } = require('node:stream');
const finish = require('../../../test/_finish');

const KINDS = {
  Readable: () => new Readable({ read() {} }),
  Writable: () => new Writable({ write(chunk, encoding, callback) { callback(); } }),
  PassThrough: () => new PassThrough(),
};

/** What came of disposing, and how many promise jobs after 'close'. */
async function outcome(kind, prepare = () => {}) {
  const stream = KINDS[kind]().on('error', () => {});
  prepare(stream);
  let jobs = -1;
  stream.on('close', async () => {
    for (jobs = 0; jobs < 10; jobs++) await null;
  });
  return stream[Symbol.asyncDispose]().then((value) => `${value} ${jobs}`, (error) => `${error.message} ${jobs}`);
}

const twice = (stream) => { stream[Symbol.asyncDispose]().catch(() => {}); };
const abort = (stream) => { stream.destroy(Object.assign(new Error('aborted'), { name: 'AbortError' })); };
const fail = (stream) => { stream.destroy(new Error('failed')); };

finish(async () => {
  const found = {};
  for (const kind of Object.keys(KINDS)) {
    found[kind] = [await outcome(kind), await outcome(kind, twice), await outcome(kind, abort), await outcome(kind, fail)];
  }
  const own = 'The operation was aborted 1';
  assert.deepStrictEqual(found, {
    Readable: ['undefined 1', own, 'aborted 1', 'failed 1'],
    Writable: ['undefined 1', 'undefined 1', 'undefined 1', 'failed 1'],
    PassThrough: ['undefined 1', own, 'aborted 1', 'failed 1'],
  });
});
