'use strict';
const test = require('node:test');
const { serialize } = require('node:v8');

const mark = Buffer.from([0xff, 0xfe, 0x0f, 0xff, 0xfe, 0x0f]);
const framed = (body) => {
  const length = Buffer.alloc(8);
  length.writeUInt32BE(body.length);
  length.writeUInt32BE(~body.length >>> 0, 4);
  return Buffer.concat([mark, length, body]);
};

exports.outputs = [
  framed(Buffer.from('no value at all')), framed(Buffer.alloc(0)), framed(serialize(null)), framed(serialize('text')),
  framed(serialize({ type: 7, data: {} })), framed(serialize({ type: 'test:pass' })), framed(serialize({ type: 'test:pass', data: null })),
  mark, Buffer.from('the end'), mark, Buffer.alloc(8), mark,
];

if (process.env.NODE_TEST_CONTEXT !== undefined) {
  test('before', () => {});
  test('after', () => {
    for (const bytes of exports.outputs) process.stdout.write(bytes);
  });
}
