// eddy only: behind most of these, Node leaves the request open for ever.
'use strict';
// A response that is cut off by a frame that breaks the protocol has not come to its end: the request gets an error, and
// so does the session. They ended as if all were well.
const assert = require('node:assert');
const http2 = require('node:http2');
const net = require('node:net');
const { once } = require('node:events');
const { connect, frame, ACK, DATA, END_HEADERS, HEADERS, PING, POST, SETTINGS } = require('./_peer');
const finish = require('../../../test/_finish');

const hello = [frame(SETTINGS, 0, 0), frame(SETTINGS, ACK, 0)];
const half = [...hello, frame(HEADERS, END_HEADERS, 1, Buffer.from([0x88])), frame(DATA, 0, 1, Buffer.from('half'))];

// What the server sends, and the code of the error.
const cases = {
  'HTTP/1': [[Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')], 'ERR_HTTP2_ERROR'],
  'no SETTINGS first': [[frame(PING, 0, 0, Buffer.alloc(8))], 'ERR_HTTP2_ERROR'],
  'data of a stream that is not there': [[...half, frame(DATA, 0, 3, Buffer.from('x'))], 'ERR_HTTP2_SESSION_ERROR', 1],
  'a frame that is too large': [[...half, Buffer.from([0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1])], 'ERR_HTTP2_SESSION_ERROR', 6],
  'headers that are not HPACK': [[...half, frame(HEADERS, END_HEADERS, 1, Buffer.alloc(7, 0xff))], 'ERR_HTTP2_SESSION_ERROR', 9],
  'more padding than there is frame': [[...half, frame(DATA, 8, 1, Buffer.from([9, 1]))], 'ERR_HTTP2_SESSION_ERROR', 1],
  'a PING of five bytes': [[...half, frame(PING, 0, 0, Buffer.alloc(5))], 'ERR_HTTP2_SESSION_ERROR', 6],
};

/** The errors of a request, and of its session, to a server that answers with these bytes. */
async function errorsOf(bytes) {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    // The request is the last of what a client sends at first.
    let seen = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      seen = Buffer.concat([seen, chunk]);
      if (seen.includes(Buffer.from([HEADERS, 5, 0, 0, 0, 1]))) socket.removeAllListeners('data').resume().write(bytes);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const session = http2.connect(`http://127.0.0.1:${server.address().port}`);
  const errors = [];
  session.on('error', (error) => errors.push(error));
  const request = session.request();
  request.on('end', () => errors.push('ended'));
  request.on('error', (error) => errors.push(error));
  request.resume();
  await new Promise((resolve) => session.on('close', resolve));
  server.close();
  await once(server, 'close');
  return errors;
}

/** The same of a request's body, which a client cuts off. */
async function cutUpload() {
  const server = http2.createServer();
  const seen = [];
  const told = Promise.withResolvers();
  server.on('sessionError', (error) => {
    seen.push(`session ${error.code}`);
    told.resolve();
  });
  server.on('stream', (stream) => {
    stream.on('data', (data) => seen.push(`data ${data}`));
    stream.on('end', () => seen.push('end'));
    stream.on('error', (error) => seen.push(`stream ${error.code}`));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect(server.address().port, {});
  socket.write(Buffer.concat([
    frame(HEADERS, END_HEADERS, 1, POST), frame(DATA, 0, 1, Buffer.from('half')), frame(DATA, 0, 3, Buffer.from('x')),
  ]));
  await told.promise;
  socket.destroy();
  server.close();
  await once(server, 'close');
  return seen;
}

finish(async () => {
  for (const [name, [frames, code, number]] of Object.entries(cases)) {
    const errors = await errorsOf(Buffer.concat(frames));
    assert.deepStrictEqual(errors.map((error) => error.code), [code, code], name);
    if (number !== undefined) assert.strictEqual(errors[0].message, `Session closed with error code ${number}`, name);
    else assert.strictEqual(errors[0].message, 'Protocol error', name);
  }
  assert.deepStrictEqual(await cutUpload(), ['data half', 'stream ERR_HTTP2_SESSION_ERROR', 'session ERR_HTTP2_SESSION_ERROR']);
});
