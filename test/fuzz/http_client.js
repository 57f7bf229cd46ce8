'use strict';
// Fuzzing target: what a server answers to http.request.
//
// An input is a byte of options, a byte that seeds the cuts, and answers, one a request, with SEPARATOR between them.
// Each is sent in one piece, then the whole again in many pieces: both times the same must have been read. A request ends
// in a response, an upgrade or an error, once, and 'close' comes last, once.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { cut, listen, lookAtMemory, offer, quiet, send } = require('./_target');

const SEPARATOR = Buffer.from('\n--\n');
const MOST_REQUESTS = 4;
const MOST_TURNS = 100;
const METHODS = ['GET', 'HEAD', 'POST', 'CONNECT']; // the two lowest bits
const OPTIONS = { KEEP_ALIVE: 4, LENIENT: 8, TAKES_UPGRADES: 16, SMALL_HEADS: 32, RESETS: 64, READS_LATE: 128 };

process.on('uncaughtException', (error) => {
  console.error(error);
  process.abort();
});

function split(bytes) {
  const parts = [];
  let at = 0;
  while (parts.length < MOST_REQUESTS - 1) {
    const end = bytes.indexOf(SEPARATOR, at);
    if (end < 0) break;
    parts.push(bytes.subarray(at, end));
    at = end + SEPARATOR.length;
  }
  return [...parts, bytes.subarray(at)];
}

// --- The server: answers each request with the next part. ---

let parts = [];
let sent = false;
let last = null; // the connection of the request that was answered last

const REQUEST = /^(GET|HEAD|POST|CONNECT) /;
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', async (data) => {
    if (!REQUEST.test(data.toString('latin1')) || parts.length === 0) return;
    last = socket;
    const pieces = parts.shift();
    await send(socket, pieces);
    sent = true;
  });
});
let where = null;

// --- One request. ---

function ask(options, agent) {
  const method = METHODS[options & 3];
  const events = [];
  const counts = { response: 0, error: 0, close: 0, upgrade: 0 };
  let record = null;
  const over = new Promise((resolve) => {
    const request = http.request({
      socketPath: where, agent, method, path: method === 'CONNECT' ? 'h:1' : '/', headers: { host: 'x' },
      insecureHTTPParser: (options & OPTIONS.LENIENT) !== 0,
      maxHeaderSize: options & OPTIONS.SMALL_HEADS ? 256 : undefined,
    });
    request.on('information', (info) => { events.push(['information', info.statusCode, info.statusMessage, info.rawHeaders]); });
    request.on('continue', () => { events.push('continue'); });
    request.on('error', (error) => {
      counts.error++;
      // Which of two errors comes first, one of them that the head is too large, depends on the cuts, on Node, too.
      events.push(['error', options & OPTIONS.SMALL_HEADS && /^HPE/.test(error.code) ? 'HPE' : error.code]);
    });
    request.on('close', () => {
      counts.close++;
      if (counts.upgrade === 0) resolve();
    });
    request.on('response', (response) => {
      counts.response++;
      record = { status: response.statusCode, message: response.statusMessage, version: response.httpVersion,
                 headers: response.rawHeaders, fields: response.headers, body: '' };
      events.push(record);
      read(response, record, options);
    });
    if (options & OPTIONS.TAKES_UPGRADES) {
      const take = (response, socket, head) => {
        counts.upgrade++;
        record = { status: response.statusCode, headers: response.rawHeaders, body: head.toString('latin1') };
        events.push(record);
        socket.on('data', (data) => { record.body += data.toString('latin1'); });
        socket.on('error', () => {});
        socket.on('end', () => { socket.end(); });
        socket.on('close', resolve);
      };
      request.on('upgrade', take);
      request.on('connect', take);
    }
    if (method === 'POST') request.end('GETbody');
    else request.end();
  });
  return { over, events, counts, method };
}

function read(response, record, options) {
  response.on('data', (bytes) => { record.body += bytes.toString('latin1'); });
  response.on('error', (error) => { record.error = error.code; });
  const finish = () => {
    record.trailers = response.rawTrailers;
    record.complete = response.complete;
  };
  response.on('end', finish);
  response.on('close', finish);
  if (!(options & OPTIONS.READS_LATE)) return;
  response.pause();
  setImmediate(() => { response.resume(); });
}

/** All requests, one after the other, and what came of them. */
async function exchange(options, bytes, list) {
  const agent = new http.Agent({ keepAlive: (options & OPTIONS.KEEP_ALIVE) !== 0, maxSockets: 1 });
  parts = list;
  const outcomes = [];
  const count = list.length;
  for (let i = 0; i < count; i++) {
    sent = false;
    const asked = ask(options, agent);
    let over = false;
    asked.over.then(() => { over = true; });
    // Until all is said, or nobody listens any more.
    for (let turns = 0; !sent && turns < MOST_TURNS; turns += over) await quiet(1);
    await quiet();
    // What did not end by itself ends with the connection. One whose request was answered stays, for the next request.
    if (!over) end(last, options);
    await asked.over;
    await quiet(1);
    check(asked, bytes[i]);
    outcomes.push(settled(asked.events));
  }
  agent.destroy();
  await quiet(1);
  return outcomes;
}

function end(socket, options) {
  if (options & OPTIONS.RESETS) socket.destroy();
  else socket.end();
}

// Bytes behind a complete response are an error only when they come with it.
function settled(events) {
  const response = events.findIndex((event) => event.complete);
  return response < 0 ? events : events.slice(0, response + 1);
}

function check({ counts, events, method }, part) {
  assert.ok(counts.close <= 1 && counts.response <= 1 && counts.upgrade <= 1, JSON.stringify(counts));
  // A connection that nobody takes over is closed without a word.
  const mayBeSilent = method === 'CONNECT' || part.includes(' 101');
  assert.ok(mayBeSilent || counts.response + counts.error + counts.upgrade >= 1, 'neither a response nor an error');
  for (const event of events) {
    if (event.complete !== undefined && event.complete === false) assert.ok(event.error !== undefined, 'cut short in silence');
  }
}

/** @param {Buffer} input */
async function run(input) {
  if (input.length < 2) return;
  where ??= await listen(server);
  const options = input[0];
  const list = split(input.subarray(2));
  const whole = await exchange(options, list, list.map((part) => [part]));
  const inPieces = await exchange(options, list, list.map((part, i) => cut(part, input[1] + i)));
  assert.deepStrictEqual(inPieces, whole);
  await lookAtMemory();
}

module.exports = { run };
offer(module, run);
