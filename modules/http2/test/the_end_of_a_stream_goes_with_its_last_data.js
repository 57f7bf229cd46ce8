'use strict';
// end(data) makes one DATA frame with END_STREAM, also behind write(data); a body-less response is one HEADERS frame.
const assert = require('node:assert');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');
const { connect, frame, GET, DATA, HEADERS, END_STREAM, END_HEADERS } = require('./_peer');

const answers = {
  1: (stream) => { stream.respond(); stream.end('hello'); },
  3: (stream) => { stream.respond(); stream.write('hello'); stream.end(); },
  5: (stream) => { stream.respond({ ':status': 204 }); },
  7: (stream) => { stream.respond({}, { endStream: true }); },
  9: (stream) => { stream.end('implied'); },
};

finish(async () => {
  const server = http2.createServer();
  server.on('stream', finish.times(5, (stream) => { answers[stream.id](stream); }));
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const frames = {};
  let ended = 0;
  await new Promise((resolve) => {
    const socket = connect(server.address().port, {
      onFrame({ type, flags, id, payload }) {
        if (id === 0) return;
        (frames[id] ??= []).push([type, flags & END_STREAM, type === DATA ? `${payload}` : '']);
        if (flags & END_STREAM && ++ended === 5) socket.destroy();
      },
      onEnd: resolve,
    });
    for (const id of [1, 3, 5, 7, 9]) socket.write(frame(HEADERS, END_HEADERS | END_STREAM, id, GET));
  });
  assert.deepStrictEqual(frames, {
    1: [[HEADERS, 0, ''], [DATA, 1, 'hello']],
    3: [[HEADERS, 0, ''], [DATA, 1, 'hello']],
    5: [[HEADERS, 1, '']],
    7: [[HEADERS, 1, '']],
    9: [[HEADERS, 0, ''], [DATA, 1, 'implied']],
  });
  server.close();
});
