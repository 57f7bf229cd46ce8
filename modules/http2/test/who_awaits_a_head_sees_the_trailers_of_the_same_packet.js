'use strict';
// Ticks and promise jobs run between what one packet brings: after `await once(request, 'response')` there is still time to
// listen for the trailers (where gRPC has its status), and for a server's listeners between the frames of one read.
const assert = require('node:assert');
const http2 = require('node:http2');
const { once } = require('node:events');
const peer = require('./_peer');
const finish = require('../../../test/_finish');

const notes = [];
/** Notes `what`, and when the ticks and jobs behind it run. */
function mark(what) {
  notes.push(what);
  process.nextTick(() => notes.push(`${what} tick`));
  Promise.resolve().then(() => notes.push(`${what} job`));
}

async function awaitedTrailers() {
  const server = http2.createServer();
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200 }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end('data');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
  await once(client, 'connect');
  for (let i = 0; i < 3; i++) {
    const request = client.request();
    await once(request, 'response');
    await null;
    let status;
    request.on('trailers', (trailers) => { status = trailers['grpc-status']; });
    request.resume();
    await once(request, 'close');
    assert.strictEqual(status, '0');
  }
  client.close();
  server.close();
  await once(server, 'close');
}

async function framesOfOneRead() {
  const server = http2.createServer();
  server.on('session', (session) => session.on('ping', () => mark('ping')));
  server.on('stream', (stream) => {
    const { id } = stream;
    mark(`stream ${id}`);
    stream.on('error', () => {});
    stream.on('data', (data) => mark(`data ${id} ${data}`));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const done = Promise.withResolvers();
  let acks = 0;
  const socket = peer.connect(server.address().port, {
    onFrame: ({ type, flags }) => { if (type === peer.PING && flags === peer.ACK && ++acks === 2) done.resolve(); },
  });
  await once(socket, 'connect');
  const ping = peer.frame(peer.PING, 0, 0, Buffer.alloc(8));
  socket.write(Buffer.concat([
    ping,
    peer.frame(peer.HEADERS, peer.END_HEADERS, 1, peer.POST),
    peer.frame(peer.DATA, 0, 1, Buffer.from('A')),
    peer.frame(peer.DATA, 0, 1, Buffer.from('B')),
    peer.frame(peer.HEADERS, peer.END_HEADERS, 3, peer.POST),
    ping,
  ]));
  await done.promise;
  socket.destroy();
  server.close();
  await once(server, 'close');
}

finish(async () => {
  await awaitedTrailers();
  await framesOfOneRead();
  const each = (what) => [what, `${what} tick`, `${what} job`];
  assert.deepStrictEqual(notes, ['ping', 'stream 1', 'data 1 A', 'data 1 B', 'stream 3', 'ping'].flatMap(each));
});
