// eddy only: Node waits for trailers, and then sends an empty DATA frame, in a write of its own.
'use strict';
const assert = require('node:assert');
const http2 = require('node:http2');
const net = require('node:net');
const { FLAGS, PREFACE, TYPES, fields, headers, request, settings } = require('../../../test/fuzz/_frames');
const finish = require('../../../test/_finish');

/** [type, flags, length] of each frame in `bytes` that belongs to `id`. */
function framesOf(bytes, id) {
  const list = [];
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) {
    if (bytes.readUInt32BE(at + 5) === id) list.push([bytes[at + 3], bytes[at + 4], bytes.readUIntBE(at, 3)]);
  }
  return list;
}

// [what the listener does, the frames of the stream behind HEADERS]
const { DATA, HEADERS } = TYPES;
const { END_STREAM, END_HEADERS } = FLAGS;
const cases = [
  [(response) => response.end('hello'), [[DATA, END_STREAM, 5]]],
  [(response) => response.writeHead(200).end('hello'), [[DATA, END_STREAM, 5]]],
  [(response) => {
    response.write('one');
    setImmediate(() => response.end('three'));
  }, [[DATA, 0, 3], [DATA, END_STREAM, 5]]],
  [(response) => {
    response.setTrailer('a', 'b');
    response.end('hello');
  }, [[DATA, 0, 5], [HEADERS, END_STREAM | END_HEADERS]]],
  [(response) => {
    response.stream.on('wantTrailers', finish.once());
    response.end('hello');
  }, [[DATA, 0, 5], [DATA, END_STREAM, 0]]],
];

finish(async () => {
  let listener;
  const server = http2.createServer((request, response) => listener(response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  for (const [act, expected] of cases) {
    listener = act;
    const socket = net.connect(server.address().port, '127.0.0.1');
    socket.write(Buffer.concat([PREFACE, settings([]), headers(1, fields(request()))]));
    let bytes = Buffer.alloc(0);
    await new Promise((resolve) => {
      socket.on('data', (data) => {
        bytes = Buffer.concat([bytes, data]);
        if (framesOf(bytes, 1).some(([type, flags]) => flags & END_STREAM)) resolve();
      });
    });
    const [[first], ...rest] = framesOf(bytes, 1);
    assert.strictEqual(first, HEADERS);
    assert.deepStrictEqual(rest.map(([type, flags, length]) => (type === HEADERS ? [type, flags] : [type, flags, length])), expected);
    socket.destroy();
  }
  server.close();
});
