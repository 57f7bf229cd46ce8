'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const refusal = (promise) => promise.then(() => 'closed', ({ code, message }) => `${code}: ${message}`);

finish(async () => {
  const refused = [];
  const slow = new WritableStream({ close() { return new Promise(setImmediate); } });
  const first = slow.close();
  refused.push(await refusal(slow.close()));
  await first;
  refused.push(await refusal(slow.close()));

  let controller;
  const errored = new WritableStream({ start(given) { controller = given; } });
  controller.error(new Error('failed'));
  await new Promise(setImmediate);
  refused.push(await refusal(errored.close()));

  const writer = new WritableStream({ close() { return new Promise(setImmediate); } }).getWriter();
  writer.close();
  refused.push(await refusal(writer.close()));
  await writer.closed;
  refused.push(await refusal(writer.close()));

  assert.deepStrictEqual(refused, [
    'ERR_INVALID_STATE: Invalid state: Failure closing WritableStream',
    'ERR_INVALID_STATE: Invalid state: WritableStream is closed',
    'ERR_INVALID_STATE: Invalid state: WritableStream is closed',
    'ERR_INVALID_STATE: Invalid state: Failure to close WritableStream',
    'ERR_INVALID_STATE: Invalid state: WritableStream is closed',
  ]);
});
