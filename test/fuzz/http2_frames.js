'use strict';
// Fuzzing target: frames that a client or a server of HTTP/2 sends.
//
// An input is a byte of OPTIONS, a byte that seeds the cuts, and the peer's bytes, behind the preface or a SETTINGS frame that
// the target sends. Given to a server, they are sent in one piece, then in many, to streams that nobody answers: both times the
// same requests must have come. Then to handlers that do what handlers do (LIVELY, by the path's letter). Given to a client,
// they answer four requests. What comes back must be frames, each stream ends once, and nothing is left open.
const assert = require('node:assert');
const http2 = require('node:http2');
const net = require('node:net');
const { connect, cut, listen, lookAtMemory, offer, quiet, send } = require('./_target');
const { PREFACE, settings } = require('./_frames');

const OPTIONS = { TO_CLIENT: 1, SMALL: 2, NO_PREFACE: 4, WAITS: 8, RESETS: 16, CONNECTS: 32 };
const SMALL = { maxHeaderListPairs: 8, maxSessionInvalidFrames: 2, maxSessionRejectedStreams: 2, maxSettings: 3, maxOutstandingPings: 1,
  settings: { initialWindowSize: 20, maxHeaderListSize: 300, headerTableSize: 64 } };
/** For those that answer: a stream that is reset counts until its RST_STREAM is sent, which depends on the cuts. */
const FEW = { ...SMALL, settings: { ...SMALL.settings, maxConcurrentStreams: 2 } };
const MOST_TURNS = 400;

process.on('uncaughtException', (error) => {
  console.error(error);
  process.abort();
});

// --- What must come back: frames. ---

const NEXT_STREAM = /^PRI \* HTTP\/2\.0\r\n\r\nSM\r\n\r\n/;

function checkFrames(text) {
  const bytes = Buffer.from(text.replace(NEXT_STREAM, ''), 'latin1');
  let at = 0;
  while (at + 9 <= bytes.length) {
    const length = bytes.readUIntBE(at, 3);
    const type = bytes[at + 3];
    const id = bytes.readUInt32BE(at + 5);
    const context = () => `frame at ${at} of ${bytes.toString('hex')}`;
    assert.ok(type <= 12 && length <= 16384, context());
    assert.ok(id < 2 ** 31, context());
    assert.strictEqual(id === 0, [4, 6, 7, 12].includes(type) || (type === 8 && id === 0), context());
    at += 9 + length;
  }
}

/** Waits until `isOver()`, some turns of the loop; fails with `what` after that. */
async function until(isOver, what) {
  for (let i = 0; i < MOST_TURNS; i++) {
    if (isOver()) return;
    await quiet(1);
  }
  assert.fail(what);
}

// --- To a server: who waits. ---

let seen = [];
let open = 0;
/** What has come of all inputs: 'end' of streams, bytes from servers. */
const came = { ends: 0, bytes: 0 };

function watch(stream) {
  const counts = { close: 0, end: 0, aborted: 0, error: 0 };
  open++;
  stream.on('error', () => { assert.ok(++counts.error === 1 && counts.close === 0, "'error' twice, or behind 'close'"); });
  stream.on('aborted', () => { assert.strictEqual(++counts.aborted, 1, "'aborted' twice"); });
  stream.on('end', () => {
    came.ends++;
    assert.strictEqual(++counts.end, 1, "'end' twice");
  });
  stream.on('close', () => {
    open--;
    assert.strictEqual(++counts.close, 1, "'close' twice");
  });
}

function note(stream, fields, flags, raw) {
  assert.strictEqual(raw.length % 2, 0);
  assert.strictEqual(Object.getPrototypeOf(fields), null);
  seen.push([stream.id, flags, raw]);
  watch(stream);
  stream.resume();
}

// --- To a server: handlers that do what handlers do. ---

const later = setImmediate;
const LIVELY = {
  a: (request, response) => { response.end(request.url); },
  b: (request, response) => { request.pipe(response); },
  c: (request, response) => { later(() => response.end(JSON.stringify(request.headers))); },
  d: (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.write('one');
    later(() => response.end('two'));
  },
  e: (request, response) => {
    response.setTrailer('t', 'v');
    response.end('with a trailer');
  },
  f: (request) => { request.stream.destroy(); },
  g: (request, response) => { response.destroy(new Error('g')); },
  h: (request, response) => { response.stream.close(http2.constants.NGHTTP2_REFUSED_STREAM); },
  i: async (request, response) => {
    let size = 0;
    for await (const chunk of request) size += chunk.length;
    response.end(String(size));
  },
  j: (request, response) => {
    request.pause();
    later(() => {
      request.resume();
      response.end('j');
    });
  },
  k: (request, response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' });
    response.writeContinue();
    response.statusCode = 304;
    response.end();
  },
  l: (request, response) => { response.end(Buffer.alloc(70_000, 'l')); },
  m: (request, response) => {
    response.createPushResponse({ ':path': '/pushed' }, (error, push) => { push?.end('pushed'); });
    response.end('m');
  },
  n: (request) => { request.resume(); },
  o: ({ stream }) => {
    const { session } = stream;
    session.ping(() => {});
    session.settings({ enablePush: false });
    stream.respond({ ':status': 200 }, { endStream: true });
    session.goaway(0);
  },
  p: ({ stream }, response) => {
    stream.session.close();
    response.end();
  },
};
const CYCLE = 'abcdeijkl';

/** Late calls on what the peer has ended throw, as they should. */
function tolerant(handle, request, response) {
  try {
    Promise.resolve(handle(request, response)).catch((error) => assert.strictEqual(typeof error.code, 'string', error.stack));
  } catch (error) {
    assert.strictEqual(typeof error.code, 'string', error.stack);
  }
}

function lively(request, response) {
  watch(request.stream);
  request.on('error', () => {});
  response.on('error', () => {});
  const letter = request.url?.[1];
  tolerant(LIVELY[letter] ?? LIVELY[CYCLE[(request.url ?? '').length % CYCLE.length]], request, response);
}

// --- Servers, one a set of options. ---

const servers = new Map();

async function make(options, listener) {
  const server = http2.createServer(!(options & OPTIONS.SMALL) ? {} : listener === note ? SMALL : FEW);
  const sessions = new Set();
  server.on('session', (session) => {
    sessions.add(session);
    let closes = 0;
    session.on('close', () => {
      sessions.delete(session);
      assert.strictEqual(++closes, 1, "a session's 'close' twice");
    });
  });
  if (listener === note) {
    server.on('stream', note);
  } else {
    server.on('request', listener);
    if (options & OPTIONS.CONNECTS) server.on('connect', (request, response) => { response.end('connected'); });
  }
  server.on('sessionError', (error) => assert.strictEqual(typeof error.code, 'string', error.stack));
  return { server, sessions, where: await listen(server) };
}

async function serversFor(options) {
  const key = options & (OPTIONS.SMALL | OPTIONS.CONNECTS);
  let pair = servers.get(key);
  if (pair === undefined) {
    pair = { waiting: await make(key, note), lively: await make(key, lively) };
    servers.set(key, pair);
  }
  return pair;
}

/** Sends `pieces` to a server. @returns {Promise<any[]>} the requests that came to note() */
async function give({ where, sessions }, pieces, options) {
  seen = [];
  const client = await connect(where);
  await send(client, options & OPTIONS.NO_PREFACE ? pieces : [PREFACE, ...pieces]);
  await quiet(options & OPTIONS.WAITS ? 8 : 2);
  if (options & OPTIONS.RESETS) client.destroy();
  else client.end();
  await quiet(4);
  client.destroy(); // streams that nobody answers keep a session open
  await client.over;
  checkFrames(client.text);
  came.bytes += client.text.length;
  await until(() => sessions.size === 0 && open === 0, `${sessions.size} sessions and ${open} streams are left`);
  return seen;
}

// --- To a client. ---

let answer = [];
const answering = net.createServer((socket) => {
  socket.on('error', () => {});
  let text = '';
  socket.once('data', async () => {
    await quiet(2); // all requests are here
    await send(socket, answer);
    await quiet(4);
    socket.end();
    await quiet(4);
    socket.destroy();
  });
  socket.setEncoding('latin1').on('data', (part) => { text += part; });
  socket.on('close', () => checkFrames(text));
});
let answersAt = null;

async function ask(options, pieces) {
  answersAt ??= await listen(answering);
  answer = options & OPTIONS.NO_PREFACE ? pieces : [settings([]), ...pieces];
  const client = http2.connect('http://x', { ...(options & OPTIONS.SMALL ? FEW : {}), createConnection: () => net.connect(answersAt) });
  client.on('error', (error) => assert.strictEqual(typeof error.code, 'string', error.stack));
  let isClosed = false;
  client.on('close', () => {
    assert.strictEqual(isClosed, false, "a client's 'close' twice");
    isClosed = true;
  });
  client.on('stream', (stream) => {
    watch(stream);
    stream.resume();
  });
  for (const method of ['GET', 'POST', 'HEAD', 'GET']) {
    const stream = client.request({ ':method': method, 'x-a': 'b' }, { waitForTrailers: method === 'POST' });
    watch(stream);
    stream.on('wantTrailers', () => stream.sendTrailers({ a: 'b' }));
    stream.on('response', (head, flags, raw) => assert.strictEqual(raw.length % 2, 0));
    stream.resume();
    if (method === 'POST') stream.end('body');
    if (options & OPTIONS.RESETS && method === 'HEAD') later(() => stream.close());
  }
  await until(() => isClosed && open === 0, `${open} streams of a client are left, or it is not closed`);
}

/** @param {Buffer} input */
async function run(input) {
  if (input.length < 3) return;
  const options = input[0];
  const bytes = input.subarray(2);
  const pieces = cut(bytes, input[1]);
  if (options & OPTIONS.TO_CLIENT) {
    await ask(options, input[1] & 1 ? pieces : [bytes]);
  } else {
    const { waiting, lively: handling } = await serversFor(options);
    const whole = await give(waiting, [bytes], options & ~OPTIONS.RESETS);
    const inPieces = await give(waiting, pieces, options & ~OPTIONS.RESETS);
    assert.deepStrictEqual(inPieces, whole);
    await give(handling, input[1] & 1 ? pieces : [bytes], options);
  }
  await lookAtMemory();
}

module.exports = { came, run, OPTIONS };
offer(module, run);
