'use strict';
// The compatibility API: trailers that are set behind end(), in the same tick, in a later one, or while the body waits for
// the client's window, go out; an answer that was complete with its head has none.
const assert = require('node:assert');
const { once } = require('node:events');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');

const big = 200_000; // more than the client's first window
const setTrailer = (response) => { response.setTrailer('a', 'b'); };
const answers = {
  '/at-once': (response) => { setTrailer(response.end('x')); },
  '/several': (response) => { response.end('x').addTrailers({ a: 'b', c: 'd' }); },
  '/in-a-tick': (response) => { response.end('x'); process.nextTick(setTrailer, response); },
  '/in-a-job': (response) => { response.end('x'); Promise.resolve().then(() => setTrailer(response)); },
  '/pieces': (response) => { response.write('x'); setTrailer(response.end()); },
  '/no-body': (response) => { response.flushHeaders(); setTrailer(response.end()); },
  '/large': (response) => { response.end(Buffer.alloc(big)); setImmediate(setTrailer, response); },
  '/before-and-behind': (response) => { response.setTrailer('c', 'd'); setTrailer(response.end('x')); },
  '/head-only': (response) => { setTrailer(response.end()); },
};

async function get(session, path) {
  const request = session.request({ ':path': path });
  const trailers = [];
  let size = 0;
  request.on('trailers', (headers) => trailers.push(Object.fromEntries(Object.entries(headers))));
  request.on('data', (chunk) => { size += chunk.length; });
  await once(request, 'end');
  return [size, ...trailers];
}

finish(async () => {
  const server = http2.createServer((request, response) => answers[request.url](response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = http2.connect(`http://127.0.0.1:${server.address().port}`);
  const got = {};
  for (const path of Object.keys(answers)) got[path] = await get(session, path);
  const a = { a: 'b' };
  const both = { a: 'b', c: 'd' };
  assert.deepStrictEqual(got, {
    '/at-once': [1, a], '/several': [1, both], '/in-a-tick': [1, a], '/in-a-job': [1, a], '/pieces': [1, a], '/no-body': [0, a],
    '/large': [big, a], '/before-and-behind': [1, both], '/head-only': [0],
  });
  session.close();
  server.close();
  await once(server, 'close');
});
