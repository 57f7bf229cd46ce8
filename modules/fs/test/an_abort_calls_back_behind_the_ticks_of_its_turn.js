'use strict';
// The callback of a read or write that is aborted does not come within abort(), nor before the ticks that wait then.
const assert = require('node:assert');
const fs = require('node:fs');
const finish = require('../../../test/_finish');
const { at } = require('./_directory');

const actions = {
  readFile: (signal, done) => fs.readFile(__filename, { signal }, done),
  writeFile: (signal, done) => fs.writeFile(at('file'), 'text', { signal }, done),
};

finish(async () => {
  for (const name of Object.keys(actions)) {
    const order = [];
    const controller = new AbortController();
    const reason = new Error('why');
    const called = new Promise((resolve) => {
      actions[name](controller.signal, (error) => {
        order.push(error.code);
        resolve(error);
      });
    });
    controller.abort(reason);
    order.push('abort() is done');
    process.nextTick(() => order.push('tick'));
    queueMicrotask(() => order.push('job'));
    const error = await called;
    assert.deepStrictEqual([order[0], order.slice(1, 3).sort(), order[3], error.name, error.cause],
                           ['abort() is done', ['job', 'tick'], 'ABORT_ERR', 'AbortError', reason], name);
  }
});
