'use strict';
// compose(): destroying the whole destroys the last stream, also where what was written has come through to its end.
const assert = require('node:assert');
const { Duplex, PassThrough, Readable, compose } = require('node:stream');
const finish = require('../../../test/_finish');

const turns = async () => { for (let i = 0; i < 6; i++) await new Promise(setImmediate); };

function noted(stream, name, log) {
  stream.on('error', ({ message }) => log.push(`${name} ${message}`));
  return stream.on('close', () => log.push(`${name} close`));
}

async function destroyed(count, isRead, error) {
  const log = [];
  const parts = Array.from({ length: count }, (_, i) => noted(new PassThrough(), i, log));
  const whole = noted(compose(...parts), 'whole', log);
  whole.end('x');
  if (isRead) whole.resume();
  await turns();
  whole.destroy(error);
  await turns();
  return log;
}

async function operator() {
  const source = new Readable({ objectMode: true, read() {} });
  for (const chunk of ['a', 'b', null]) source.push(chunk);
  const doubled = source.compose(async function*(chunks) { for await (const chunk of chunks) yield chunk + chunk; });
  assert.ok(!(doubled instanceof Duplex));
  assert.deepStrictEqual([doubled.readableObjectMode, doubled.readableHighWaterMark], [true, 1]);
  assert.deepStrictEqual(await doubled.toArray(), ['aa', 'bb']);
}

finish(async () => {
  const aborted = 'The operation was aborted';
  assert.deepStrictEqual(await destroyed(2, false), ['0 close', `1 ${aborted}`, '1 close', 'whole close']);
  assert.deepStrictEqual(await destroyed(3, false), ['0 close', '1 close', `2 ${aborted}`, '2 close', 'whole close']);
  assert.deepStrictEqual(await destroyed(2, false, new Error('e')), ['0 close', '1 e', '1 close', 'whole e', 'whole close']);
  assert.deepStrictEqual(await destroyed(2, true, new Error('e')), ['0 close', '1 close', 'whole close']);
  await operator();
});
