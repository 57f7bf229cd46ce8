'use strict';
// A client that reads slower than the server writes gets every byte, by each way to write; 'drain' comes whenever write()
// said false, and callbacks in the order of their writes.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const { Readable, Transform, Writable, pipeline } = require('node:stream');
const finish = require('../../../test/_finish');

const CHUNK = Buffer.alloc(64 * 1024, 'x');
const COUNT = 160; // 10 MiB: more than the kernel keeps for a reader that does not read
const SIZE = CHUNK.length * COUNT;

function* chunks() {
  for (let i = 0; i < COUNT; i++) yield CHUNK;
}

async function writeAll(response, list) {
  for (const chunk of list) {
    const goesOn = response.write(chunk);
    assert.strictEqual(response.writableNeedDrain, !goesOn);
    if (!goesOn) {
      await once(response, 'drain');
      assert.strictEqual(response.writableNeedDrain, false);
    }
  }
  response.end();
}

const ways = {
  'write and drain': (response) => writeAll(response, chunks()),
  'write and drain, with a length'(response) {
    response.setHeader('Content-Length', SIZE);
    return writeAll(response, chunks());
  },
  'write and drain, behind a head that was flushed'(response) {
    response.flushHeaders();
    return writeAll(response, chunks());
  },
  'text': (response) => writeAll(response, new Array(COUNT).fill('x'.repeat(CHUNK.length))),
  'text that is not ASCII': (response) => writeAll(response, new Array(COUNT).fill('\u00e9'.repeat(CHUNK.length / 2))),
  async 'callbacks'(response) {
    const order = [];
    let last;
    for (let i = 0; i < COUNT; i++) last = new Promise((resolve) => { response.write(CHUNK, () => resolve(order.push(i))); });
    await last;
    assert.deepStrictEqual(order, [...order.keys()]);
    response.end();
  },
  async 'a callback before each next write'(response) {
    for (const chunk of chunks()) await new Promise((resolve) => { response.write(chunk, resolve); });
    response.end();
  },
  async 'corked by fours'(response) {
    for (let i = 0; i < COUNT; i += 4) {
      response.cork();
      for (let n = 0; n < 3; n++) response.write(CHUNK);
      const written = new Promise((resolve) => { response.write(CHUNK, resolve); });
      process.nextTick(() => response.uncork());
      await written;
    }
    response.end();
  },
  'piped'(response) { Readable.from(chunks(), { objectMode: false }).pipe(response); },
  'piped through a transform'(response) {
    const transform = new Transform({ transform(chunk, encoding, callback) { callback(null, chunk); } });
    pipeline(chunks, transform, response, (error) => assert.ifError(error));
  },
  'a web stream': (response) => ReadableStream.from(chunks()).pipeTo(Writable.toWeb(response)),
  'one write'(response) {
    response.write(Buffer.alloc(SIZE, 'x'));
    response.end();
  },
  'one end'(response) { response.end(Buffer.alloc(SIZE, 'x')); },
  'one end of text'(response) { response.end('x'.repeat(SIZE)); },
  'a socket that is looked at when it is full': async (response) => {
    response.write(CHUNK);
    await null;
    assert.ok(response.socket instanceof net.Socket);
    return writeAll(response, [...chunks()].slice(1));
  },
};

// Reads once in four turns of the loop.
function readSlowly(port) {
  return new Promise((resolve, reject) => {
    http.get({ port, host: '127.0.0.1', agent: false }, (response) => {
      let size = 0;
      response.on('data', (bytes) => {
        size += bytes.length;
        response.pause();
        let turns = 4;
        setImmediate(function wait() { --turns === 0 ? response.resume() : setImmediate(wait); });
      });
      response.on('end', () => resolve(size));
    }).on('error', reject);
  });
}

finish(async () => {
  for (const [name, way] of Object.entries(ways)) {
    const events = [];
    const server = http.createServer((request, response) => {
      response.on('finish', () => events.push('finish'));
      response.on('close', () => events.push('close'));
      way(response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    assert.strictEqual(await readSlowly(server.address().port), SIZE, name);
    server.close();
    await once(server, 'close');
    assert.deepStrictEqual(events, ['finish', 'close'], name);
  }
});
