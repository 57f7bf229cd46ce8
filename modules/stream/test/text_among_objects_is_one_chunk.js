// eddy only: Node counts the characters, and gives `undefined` for each of them
'use strict';
// setEncoding() of a stream in object mode: what waited is one text, and counts as one chunk.
const assert = require('node:assert');
const { PassThrough } = require('node:stream');
const finish = require('../../../test/_finish');

finish(async () => {
  const stream = new PassThrough({ objectMode: true });
  stream.write(Buffer.from('first '));
  stream.end(Buffer.from('second'));
  stream.setEncoding('utf8');
  assert.strictEqual(stream.readableLength, 1);
  assert.deepStrictEqual(await stream.toArray(), ['first second']);
});
