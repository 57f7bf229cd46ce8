'use strict';
// A kept socket answers the next request, whoever paused it and whenever: readers that wait, destroy, break off.
const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');
const { Writable, pipeline } = require('node:stream');
const { setImmediate: turn } = require('node:timers/promises');
const finish = require('../../../test/_finish');

const BODIES = {
  '/small': (res) => res.end('x'),
  '/large': (res) => res.end(Buffer.alloc(300_000, 'a')),
  '/chunks': (res) => { res.write(Buffer.alloc(100_000, 'b')); res.end(Buffer.alloc(100_000, 'c')); },
  '/trailers': (res) => {
    res.writeHead(200, { 'Trailer': 'X-Sum', 'Transfer-Encoding': 'chunked' });
    res.write(Buffer.alloc(200_000, 'd'));
    res.addTrailers({ 'X-Sum': '1' });
    res.end();
  },
  '/none': (res) => { res.statusCode = 204; res.end(); },
};
const LENGTHS = { '/small': 1, '/large': 300_000, '/chunks': 200_000, '/trailers': 200_000, '/none': 0 };

const slow = () => {
  let bytes = 0;
  const sink = new Writable({ highWaterMark: 1, write(chunk, encoding, done) { bytes += chunk.length; setImmediate(done); } });
  return { sink, count: () => bytes };
};

// Each gives the bytes it read.
const READERS = {
  async flows(res) {
    let bytes = 0;
    res.on('data', (chunk) => { bytes += chunk.length; });
    await once(res, 'end');
    return bytes;
  },
  async pausesNowAndThen(res) {
    let bytes = 0;
    res.on('data', (chunk) => {
      bytes += chunk.length;
      res.pause();
      setImmediate(() => res.resume());
    });
    await once(res, 'end');
    return bytes;
  },
  async pipesIntoSlow(res) {
    const { sink, count } = slow();
    res.pipe(sink);
    await once(sink, 'finish');
    return count();
  },
  async pipelinesIntoSlow(res) {
    const { sink, count } = slow();
    await new Promise((resolve, reject) => pipeline(res, sink, (error) => (error ? reject(error) : resolve())));
    return count();
  },
  async readsByNumber(res) {
    let bytes = 0;
    res.on('readable', () => {
      for (let chunk; (chunk = res.read(1000) ?? res.read()) !== null;) bytes += chunk.length;
    });
    await once(res, 'end');
    return bytes;
  },
  async iteratesWithWork(res) {
    let bytes = 0;
    for await (const chunk of res) {
      bytes += chunk.length;
      await turn();
    }
    return bytes;
  },
  async readsText(res) {
    let text = '';
    res.setEncoding('latin1').pause();
    await turn();
    res.on('data', (chunk) => { text += chunk; }).resume();
    await once(res, 'end');
    return text.length;
  },
  async pausedTheSocket(res) { // by get(), before the body was there
    let bytes = 0;
    res.on('data', (chunk) => { bytes += chunk.length; });
    await once(res, 'end');
    return bytes;
  },
  async looksLate(res) {
    for (let i = 0; i < 20; i++) await turn();
    return READERS.flows(res);
  },
};

function get(agent, port, path, reader) {
  const request = http.get({ host: '127.0.0.1', port, path, agent }, (response) => {
    if (reader === 'pausedTheSocket') response.socket.pause();
  });
  return once(request, 'response').then(([response]) => ({ request, response }));
}

async function main() {
  const server = http.createServer((req, res) => BODIES[req.url](res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let sockets = 0;
  server.on('connection', () => sockets++);
  let served = 0;
  for (const path of Object.keys(BODIES)) {
    for (const [name, read] of Object.entries(READERS)) {
      const { request, response } = await get(agent, port, path, name);
      assert.strictEqual(await read(response), LENGTHS[path], `${path} ${name}`);
      if (!request.closed) await once(request, 'close');
      served++;
    }
  }
  assert.deepStrictEqual([served, sockets], [45, 1]);

  // Who leaves early loses the socket, unless all of it had been read; the next request has another one.
  for (const [leave, lost] of [
    [async (res) => { for await (const chunk of res) { assert.ok(chunk.length > 0); break; } }, true],
    [(res) => { res.destroy(); }, true],
    [async (res) => { res.resume(); await once(res, 'end'); res.destroy(); }, false],
  ]) {
    const before = sockets;
    const { request, response } = await get(agent, port, '/large');
    await leave(response);
    if (!request.closed) await once(request, 'close');
    const next = await get(agent, port, '/chunks');
    assert.strictEqual(await READERS.flows(next.response), LENGTHS['/chunks']);
    if (!next.request.closed) await once(next.request, 'close');
    assert.strictEqual(sockets, before + (lost ? 1 : 0));
  }
  agent.destroy();
  server.close();
  await once(server, 'close');
  finished = true;
}

let finished = false;
process.on('exit', () => assert.ok(finished, 'the test did not come to its end'));
finish(main);
