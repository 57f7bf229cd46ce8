'use strict';
// Fuzzing target: what a client sends to http.Server.
//
// An input is a byte of OPTIONS, a byte that seeds the cuts, and the client's bytes. They are sent three times. In one
// piece and in many, to a handler that answers only when all has been read: both times the same must have been parsed,
// and each request must get its answer, in order, as long as the connection lives. Then to handlers that do what handlers
// do (LIVELY, by the first letter of the path): what comes back must be responses, and the connection must end.
const assert = require('node:assert');
const http = require('node:http');
const { connect, cut, listen, listenTcp, lookAtMemory, offer, quiet, send } = require('./_target');

const OPTIONS = { LENIENT: 1, HALF_OPEN: 2, SOCKETS: 4, SMALL_HEADS: 8, TAKES_UPGRADES: 16 };
const ENDS = ['end', 'resetAndDestroy', 'destroy', 'closeAllConnections']; // the two highest bits
const ALL_OPTIONS = 31;
const SMALL_HEAD = 256;
const PATIENCE_MS = 10_000;

process.on('uncaughtException', (error) => {
  console.error(error);
  process.abort();
});

// --- The handler that waits. ---

let seen = [];
let held = [];

function note(request, response) {
  const record = { method: request.method, url: request.url, version: request.httpVersion,
                   headers: request.rawHeaders, fields: request.headers, body: '', request };
  seen.push(record);
  held.push(response);
  request.on('data', (bytes) => { record.body += bytes.toString('latin1'); });
  request.on('error', () => {});
  response.on('error', () => {});
}

function noteUpgrade(request, socket, head) {
  const record = { method: request.method, url: request.url, headers: request.rawHeaders, body: head.toString('latin1') };
  seen.push(record);
  socket.on('data', (bytes) => { record.body += bytes.toString('latin1'); });
  socket.on('end', () => { socket.end(); });
  socket.on('error', () => {});
}

function noteError(error, socket) {
  // Which of two errors comes first, one of them that the head is too large, depends on the cuts, on Node, too.
  const small = error.code === 'HPE_HEADER_OVERFLOW' || socket.server.maxHeaderSize === SMALL_HEAD;
  seen.push(small ? { error: true } : { error: error.code, reason: error.reason });
  socket.destroy();
}

/** What `pieces` are parsed as, and the answers. */
async function parse(where, pieces) {
  seen = [];
  held = [];
  const client = await connect(where);
  await quiet(1);
  await send(client, pieces);
  await quiet();
  const failed = seen.some((record) => record.error || !record.request);
  const requests = seen.filter((record) => record.request);
  const open = !client.readableEnded && !client.destroyed;
  for (let i = held.length - 1; i >= 0; i--) held[i].setHeader('X-Number', i).end(`<${i}>`);
  await quiet(1);
  client.end();
  await client.over;
  if (open && !failed) checkAnswers(client.text, requests);
  for (const record of requests) {
    record.trailers = record.request.rawTrailers;
    record.complete = record.request.complete;
    record.request = true;
  }
  return seen;
}

/** Each request has its answer, in order, unless one said that it is the last. */
function checkAnswers(text, requests) {
  const answers = responsesIn(text, requests).filter((answer) => answer.number !== undefined);
  answers.forEach((answer, i) => { assert.strictEqual(answer.number, i, text); });
  const closes = responsesIn(text, requests).some((answer) => answer.closes);
  if (!closes) assert.strictEqual(answers.length, requests.length, `requests without an answer: ${text}`);
}

// --- Responses, as strictly as a client could read them. ---

const HEAD = /HTTP\/1\.1 (\d\d\d) [\t\x20-\x7e\x80-\xff]*\r\n((?:[!-9;-~]+: [\t\x20-\x7e\x80-\xff]*\r\n)*)\r\n/y;
const CHUNK = /([0-9a-f]+)\r\n/y;

/** The responses in `text`; fails on anything else. The last one may have been cut off. */
function responsesIn(text, requests = []) {
  const responses = [];
  let at = 0;
  while (at < text.length) {
    HEAD.lastIndex = at;
    const match = HEAD.exec(text);
    if (match === null) {
      assert.ok('HTTP/1.1 '.startsWith(text.slice(at, at + 9)) && !text.slice(at).includes('\r\n\r\n'),
                `no response at ${at}: ${JSON.stringify(text)}`);
      return responses;
    }
    const [head, status, fields] = match;
    const number = /^X-Number: (\d+)\r$/m.exec(fields)?.[1];
    const response = { status: Number(status), closes: /^Connection: close\r$/m.test(fields) };
    if (number !== undefined) response.number = Number(number);
    responses.push(response);
    at = bodyEnd(text, at + head.length, response, fields, requests[response.number]?.method);
  }
  return responses;
}

function bodyEnd(text, at, { status }, fields, method) {
  if (status < 200 || status === 204 || status === 304 || method === 'HEAD') return at;
  const length = /^Content-Length: (\d+)\r$/m.exec(fields);
  if (length !== null) {
    // Who asked with HEAD is known only of numbered answers.
    return text.startsWith('HTTP/1.1 ', at) ? at : at + Number(length[1]);
  }
  if (!/^Transfer-Encoding: chunked\r$/m.test(fields)) return status === 400 || status === 417 ? at : text.length;
  for (;;) {
    CHUNK.lastIndex = at;
    const chunk = CHUNK.exec(text);
    if (chunk === null) {
      assert.ok(at >= text.length || text.startsWith('HTTP/1.1 ', at) || /^[0-9a-f]*\r?$/.test(text.slice(at)),
                `no chunk at ${at}: ${JSON.stringify(text)}`);
      return text.startsWith('HTTP/1.1 ', at) ? at : text.length;
    }
    const size = parseInt(chunk[1], 16);
    at += chunk[0].length + size;
    if (size === 0) { // trailers
      const end = text.startsWith('\r\n', at) ? at : text.indexOf('\r\n\r\n', at) + 2;
      return end < at ? text.length : end + 2;
    }
    assert.ok(at >= text.length || '\r\n'.startsWith(text.slice(at, at + 2)), `a chunk's end at ${at}: ${JSON.stringify(text)}`);
    at += 2;
  }
}

// --- Handlers that do what handlers do. ---

const later = setImmediate;
const LIVELY = {
  a: (request, response) => { response.end(request.url); },
  b: (request, response) => { request.pipe(response); },
  c: (request, response) => { later(() => response.end(JSON.stringify(request.headers))); },
  d: (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'X-Url': encodeURIComponent(request.url.slice(0, 99)) });
    response.write('one');
    later(() => response.end('two'));
  },
  e: (request, response) => {
    response.write(String(request.socket.bytesRead));
    request.socket.once('data', () => {});
    later(() => response.end());
  },
  f: (request) => { request.destroy(); },
  g: (request, response) => { response.destroy(); },
  h: (request, response) => {
    if (request.httpVersion === '1.1') response.setHeader('Trailer', 'X-T');
    response.write('', 'utf8');
    response.addTrailers({ 'X-T': 'v' });
    response.end('h');
  },
  i: async (request, response) => {
    let size = 0;
    try {
      for await (const chunk of request) size += chunk.length;
    } catch { /* cut short */ }
    response.end(String(size));
  },
  j: (request, response) => {
    request.setEncoding('utf8').pause();
    later(() => request.resume().on('end', () => { response.end('j'); }));
  },
  k: (request, response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' });
    response.writeProcessing();
    response.statusCode = 304;
    response.end('not sent');
  },
  l: (request, response) => {
    response.setTimeout(1000, () => {});
    response.end(Buffer.alloc(70_000, 'l'));
  },
  m: (request, response) => {
    const { socket } = request;
    request.on('readable', () => { while (request.read(1) !== null); });
    request.on('end', () => {
      response.sendDate = false;
      response.shouldKeepAlive = false;
      response.end(String(socket.readable));
    });
  },
  n: (request) => { // no answer
    leavesOpen = true;
    request.resume();
  },
  o: (request, response) => {
    response.useChunkedEncodingByDefault = false;
    response.end(Buffer.from(request.url, 'latin1'), () => { request.socket.setNoDelay(true); });
  },
  p: (request, response) => {
    response.cork();
    for (let i = 0; i < 20; i++) response.write(`${i}\xe9`, 'latin1');
    response.uncork();
    response.end('\u20ac');
  },
};
const CYCLE = 'abcdijkp';
let leavesOpen = false; // a request without an answer came: the next ones wait, unread, and so does the end

function lively(request, response) {
  const ends = { request: 0, response: 0, finish: 0 };
  const watch = (emitter, event, name) => emitter.on(event, () => {
    assert.strictEqual(++ends[name], 1, `'${event}' of a ${name}`);
  });
  // Who listens changes the way that is taken: not everybody does.
  if (request.url.length % 2 === 1) {
    watch(request, 'close', 'request');
    watch(response, 'close', 'response');
    watch(response, 'finish', 'finish');
  }
  request.on('error', () => {});
  response.on('error', () => {});
  const handle = LIVELY[request.url[1]] ?? LIVELY[CYCLE[request.url.length % CYCLE.length]];
  handle(request, response);
}

async function live(server, where, pieces, end) {
  leavesOpen = false;
  const client = await connect(where);
  await send(client, pieces);
  if (end === 'closeAllConnections') {
    await quiet();
    server.closeAllConnections();
  } else {
    if (end !== 'end') await quiet(1);
    client[end]();
    if (end === 'end') {
      await quiet(12);
      client.destroySoon(); // who holds its answer back waits for the client
    }
  }
  await client.over;
  responsesIn(client.text);
  // Half open, it waits for an answer that may never come.
  if (server.httpAllowHalfOpen || leavesOpen) server.closeAllConnections();
  await noConnections(server);
}

async function noConnections(server) {
  const start = Date.now();
  do {
    const count = await new Promise((resolve) => { server.getConnections((error, n) => resolve(n)); });
    if (count === 0) return;
    await quiet(1);
  } while (Date.now() - start < PATIENCE_MS);
  assert.fail('a connection is left open');
}

// --- Servers, one a set of options. ---

const servers = new Map();

async function make(options, request, upgrade, tcp = false) {
  const server = http.createServer({
    insecureHTTPParser: (options & OPTIONS.LENIENT) !== 0,
    maxHeaderSize: options & OPTIONS.SMALL_HEADS ? SMALL_HEAD : undefined,
    requireHostHeader: request === lively, // the one that waits wants every request
  }, request);
  server.httpAllowHalfOpen = (options & OPTIONS.HALF_OPEN) !== 0;
  if (options & OPTIONS.SOCKETS) server.on('connection', () => {});
  if (options & OPTIONS.TAKES_UPGRADES) {
    server.on('upgrade', upgrade);
    server.on('connect', upgrade);
  }
  return { server, where: tcp ? await listenTcp(server) : await listen(server) };
}

function takeOver(request, socket, head) {
  socket.on('error', () => {});
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${head.length}\r\n\r\n`);
  socket.end(head);
  socket.resume();
}

async function serversFor(options) {
  let pair = servers.get(options);
  if (pair === undefined) {
    const waiting = await make(options, note, noteUpgrade);
    waiting.server.on('clientError', noteError);
    waiting.server.on('checkExpectation', note);
    pair = { waiting, local: await make(options, lively, takeOver), tcp: await make(options, lively, takeOver, true) };
    servers.set(options, pair);
  }
  return pair;
}

/** @param {Buffer} input */
async function run(input) {
  if (input.length < 3) return;
  const options = input[0] & ALL_OPTIONS;
  const bytes = input.subarray(2);
  const pieces = cut(bytes, input[1]);
  const end = ENDS[input[0] >> 6];
  const { waiting, local, tcp } = await serversFor(options);
  const whole = await parse(waiting.where, [bytes]);
  await noConnections(waiting.server);
  const inPieces = await parse(waiting.where, pieces);
  await noConnections(waiting.server);
  assert.deepStrictEqual(inPieces, whole);
  const { server, where } = end === 'resetAndDestroy' ? tcp : local;
  await live(server, where, input[1] & 1 ? pieces : [bytes], end);
  await lookAtMemory();
}

module.exports = { run, OPTIONS };
offer(module, run);
