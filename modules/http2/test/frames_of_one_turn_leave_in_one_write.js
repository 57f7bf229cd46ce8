// eddy only: Node writes to a pair of streams frame by frame
'use strict';
const assert = require('node:assert');
const http2 = require('node:http2');
const { duplexPair } = require('node:stream');
const finish = require('../../../test/_finish');
const { frame, GET, HEADERS, SETTINGS, END_STREAM, END_HEADERS } = require('./_peer');

finish(async () => {
  const server = http2.createServer();
  server.on('stream', finish.times(3, (stream) => { stream.respond(); stream.end('x'); }));
  const [near, far] = duplexPair();
  server.emit('connection', far);
  const sizes = [];
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  near.once('data', () => { // the server's settings
    const requests = [1, 3, 5].map((id) => frame(HEADERS, END_HEADERS | END_STREAM, id, GET));
    near.once('data', (bytes) => { // an acknowledgement, three times HEADERS and DATA
      sizes.push(countFrames(bytes));
      near.destroy();
      done();
    });
    near.write(Buffer.concat([preface, frame(SETTINGS, 0, 0), ...requests]));
  });
  let done;
  await new Promise((resolve) => { done = resolve; });
  assert.deepStrictEqual(sizes, [7]);
});

function countFrames(bytes) {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 9 + bytes.readUIntBE(at, 3)) count++;
  return count;
}
