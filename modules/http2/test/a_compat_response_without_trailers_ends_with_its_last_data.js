// eddy only: Node waits for trailers, and then sends an empty DATA frame, in a write of its own.
'use strict';
const assert = require('node:assert');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');
const { connect, frame, GET, DATA, HEADERS, END_STREAM, END_HEADERS } = require('./_peer');

// (The core API's streams: the_end_of_a_stream_goes_with_its_last_data.js.)
// [what the listener does, [type, flags, size] of the stream's frames behind HEADERS]
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
  }, [[DATA, 0, 5], [HEADERS, END_STREAM | END_HEADERS, 5]]],
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
    const frames = [];
    let socket;
    await new Promise((resolve) => {
      socket = connect(server.address().port, {
        onFrame({ type, flags, id, payload }) {
          if (id !== 1) return;
          frames.push([type, flags, payload.length]);
          if (flags & END_STREAM) resolve();
        },
      });
      socket.write(frame(HEADERS, END_HEADERS | END_STREAM, 1, GET));
    });
    const [[first], ...rest] = frames;
    assert.strictEqual(first, HEADERS);
    assert.deepStrictEqual(rest, expected);
    socket.destroy();
  }
  server.close();
});
