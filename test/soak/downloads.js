'use strict';
// A download of a gigabyte over HTTP to a reader that pauses again and again, once for each way in which a program may write
// a body: every byte has to arrive, in its place, and the server may not hold more of the body than a few writes.
// Usage: downloads.js [--way NAME]   only that one
const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const zlib = require('node:zlib');
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { Readable, Transform, Writable, pipeline } = require('node:stream');
const { setImmediate: nextTurn, setTimeout: sleep } = require('node:timers/promises');

const MEGABYTE = 2 ** 20;
const SIZE = Math.max(16, Math.round(1024 * Number(process.env.SOAK_SCALE ?? 1))) * MEGABYTE;
const PIECE = 64 * 1024;
const MOST_HELD = 192 * MEGABYTE; // by which the server may grow

// The body: a pattern whose length (a prime) no buffer's size divides, so that a piece that is lost, doubled or moved shows.
const PERIOD = 1_000_003;
const pattern = Buffer.alloc(PERIOD + PIECE, Buffer.from(Array.from({ length: PERIOD }, (_, i) => (i * 31 + (i >> 7)) & 0xff)));
const bodyAt = (position, length = PIECE) => pattern.subarray(position % PERIOD, position % PERIOD + length);

function* pieces() {
  for (let position = 0; position < SIZE; position += PIECE) yield bodyAt(position);
}

/** Writes everything, and waits for 'drain' where it is asked to. */
async function writeAll(writable, encoding) {
  for (const piece of pieces()) {
    if (!writable.write(encoding ? piece.toString(encoding) : piece, encoding)) await once(writable, 'drain');
  }
  writable.end();
}

const report = (error) => { if (error) throw error; };

const WAYS = {
  'write and drain': (response) => writeAll(response),
  'write and drain, of a known length': (response) => {
    response.setHeader('Content-Length', SIZE);
    return writeAll(response);
  },
  'strings': (response) => writeAll(response, 'latin1'),
  'callbacks of write': (response) => {
    const rest = pieces();
    const next = () => {
      const { done, value } = rest.next();
      if (done) response.end();
      else response.write(value, next);
    };
    next();
  },
  'corked': async (response) => {
    const rest = [...pieces()];
    while (rest.length > 0) {
      response.cork();
      const written = new Promise((resolve) => {
        rest.splice(0, 8).forEach((piece, i) => response.write(piece, i === 0 ? resolve : undefined));
      });
      response.uncork();
      await written; // and not 'drain', which does not come where uncork() got rid of all at once: on Node, too
    }
    response.end();
  },
  'piped readable': (response) => Readable.from(pieces(), { objectMode: false }).pipe(response),
  'piped file': (response) => fs.createReadStream(process.env.FILE).pipe(response),
  'pipeline through gzip': (response) => {
    response.setHeader('Content-Encoding', 'gzip');
    pipeline(Readable.from(pieces()), zlib.createGzip({ level: 0 }), response, report);
  },
  'web stream': (response) => ReadableStream.from(pieces()).pipeTo(Writable.toWeb(response)),
  'socket looked at midway': async (response) => {
    let written = 0;
    for (const piece of pieces()) {
      if (!response.write(piece)) await once(response, 'drain');
      if ((written += PIECE) === 16 * PIECE) response.socket.on('close', () => {});
    }
    response.end();
  },
  'transform': (response) => pipeline(fs.createReadStream(process.env.FILE), new Transform({
    transform(chunk, encoding, done) { setImmediate(done, null, chunk); },
  }), response, report),
};

// --- The server. ---

function serve() {
  let connections = 0;
  const server = http.createServer((request, response) => {
    if (request.url === '/') response.end(`connection ${connections}`);
    else WAYS[decodeURIComponent(request.url.slice(1))](response);
  });
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  process.on('message', () => process.send({ peak: process.resourceUsage().maxRSS * 1024 }));
}

// --- The reader. ---

/** Compares what comes with the body, and counts it. */
class Checker {
  position = 0;

  take(chunk) {
    for (let from = 0; from < chunk.length; from += PIECE) {
      const part = chunk.subarray(from, from + PIECE);
      assert.ok(part.equals(bodyAt(this.position, part.length)), `a wrong byte within ${part.length} after ${this.position}`);
      this.position += part.length;
    }
  }
}

/** Reads a stream, and pauses after every few megabytes: for a turn of the loop, or until the server's buffers are full. */
async function readWithPauses(stream, checker) {
  let untilPause = MEGABYTE;
  let pauses = 0;
  stream.on('data', async (chunk) => {
    checker.take(chunk);
    if ((untilPause -= chunk.length) > 0) return;
    untilPause = (1 + pauses % 5) * 2 * MEGABYTE;
    stream.pause();
    await (pauses++ % 4 === 0 ? sleep(20) : nextTurn());
    stream.resume();
  });
  await once(stream, 'end');
  return pauses;
}

async function download(way, port, agent) {
  const request = http.get({ port, host: '127.0.0.1', agent, path: `/${encodeURIComponent(way)}` });
  const [response] = await once(request, 'response');
  const checker = new Checker();
  const gzip = response.headers['content-encoding'] === 'gzip';
  const pauses = await readWithPauses(gzip ? response.pipe(zlib.createGunzip()) : response, checker);
  assert.strictEqual(checker.position, SIZE, `${checker.position} of ${SIZE} bytes came`);
  return pauses;
}

/** Asks once more over the connection that the agent kept: which connection of the server's it was. */
async function briefDownload(port, agent) {
  const [response] = await once(http.get({ port, host: '127.0.0.1', agent, path: '/' }), 'response');
  return (await response.setEncoding('latin1').toArray()).join('');
}

async function main(ways) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-downloads-'));
  const file = path.join(folder, 'body');
  for (const piece of pieces()) fs.appendFileSync(file, piece);
  try {
    for (const way of ways) {
      const server = fork(__filename, ['--server'], { env: { ...process.env, FILE: file } });
      const [{ port }] = await once(server, 'message');
      const [before] = await ask(server);
      const agent = new http.Agent({ keepAlive: true });
      const start = Date.now();
      const pauses = await download(way, port, agent);
      console.error(`${way}: ${SIZE} bytes, ${pauses} pauses, ${((Date.now() - start) / 1000).toFixed(1)} s`);
      const [after] = await ask(server);
      assert.ok(after.peak - before.peak < MOST_HELD, `${way}: the server grew by ${(after.peak - before.peak) / MEGABYTE} MiB`);
      // And a second one over the same connection: what the first left of its pauses must not stop it.
      assert.strictEqual(await briefDownload(port, agent), 'connection 1');
      agent.destroy();
      server.disconnect();
      server.kill('SIGKILL');
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const [role, only] = process.argv.slice(2);
if (role === '--server') serve();
else main(role === '--way' ? [only] : Object.keys(WAYS));

/** What the server says of its memory. */
function ask(server) {
  server.send('memory');
  return once(server, 'message');
}
