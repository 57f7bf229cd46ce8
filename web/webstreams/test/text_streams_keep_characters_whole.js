'use strict';
const assert = require('node:assert');
const { TextDecoderStream, TextEncoderStream, ReadableStream } = require('node:stream/web');
const finish = require('../../../test/_finish');

async function through(chunks, stream) {
  const got = [];
  for await (const chunk of ReadableStream.from(chunks).pipeThrough(stream)) got.push(chunk);
  return got;
}

async function main() {
  const smile = '\ud83d\ude00';
  const smileBytes = [0xf0, 0x9f, 0x98, 0x80];
  const encoded = await through(['a', smile[0], smile[1], 'b', smile[0]], new TextEncoderStream());
  assert.deepStrictEqual(encoded.flatMap((chunk) => [...chunk]), [0x61, ...smileBytes, 0x62, 0xef, 0xbf, 0xbd]);
  const halves = [new Uint8Array(smileBytes.slice(0, 2)), new Uint8Array(smileBytes.slice(2)), new Uint8Array([0xff])];
  assert.strictEqual((await through(halves, new TextDecoderStream())).join(''), `${smile}\ufffd`);
  await assert.rejects(through([new Uint8Array([0xff])], new TextDecoderStream('utf-8', { fatal: true })), {
    name: 'TypeError', code: 'ERR_ENCODING_INVALID_ENCODED_DATA',
  });
  assert.throws(() => new TextDecoderStream('nope'), { name: 'RangeError', code: 'ERR_ENCODING_NOT_SUPPORTED' });
  assert.strictEqual(new TextDecoderStream('latin1').encoding, 'windows-1252');
}
finish(main);
