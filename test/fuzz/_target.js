'use strict';
// What targets share: cutting bytes into pieces, sending them, and waiting until whoever reads them has.
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const MOST_PIECES = 24;
const QUIET_TURNS = 3;

/** A generator of the numbers below `below`, the same for the same seed. */
function randomFrom(seed) {
  let state = Math.imul(seed + 1, 0x9E3779B1) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Pieces of `bytes`: single bytes first for every fourth seed, else of random sizes. */
function cut(bytes, seed) {
  const random = randomFrom(seed);
  const largest = seed % 4 === 0 ? 1 : Math.max(2, Math.ceil(bytes.length / 6));
  const pieces = [];
  let at = 0;
  while (at < bytes.length && pieces.length < MOST_PIECES) {
    const size = 1 + random(largest);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  if (at < bytes.length) pieces.push(bytes.subarray(at));
  return pieces;
}

const turn = () => new Promise((resolve) => { setImmediate(resolve); });

/** Some turns of the loop: what was written to a local socket has been read. */
async function quiet(turns = QUIET_TURNS) {
  for (let i = 0; i < turns; i++) await turn();
}

/** Writes each piece in a turn of its own, as far as the socket lives. */
async function send(socket, pieces) {
  for (const piece of pieces) {
    if (socket.destroyed || socket.writableEnded) return;
    await new Promise((resolve) => { socket.write(piece, resolve); });
    await turn();
  }
}

let count = 0;
/** Listens on a local socket without a name in the file system where there are such. @returns {Promise<string>} its path */
function listen(server) {
  const name = `eddy-fuzz-${process.pid}-${count++}`;
  const where = process.platform === 'linux' ? `\0${name}` : path.join(os.tmpdir(), name);
  return new Promise((resolve) => { server.listen(where, () => resolve(where)); });
}

/** On loopback, where a client may reset the connection. @returns {Promise<number>} the port */
function listenTcp(server) {
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server.address().port)); });
}

/** A client's socket whose `text` (Latin-1) is all that came, and whose `over` is the promise of its end. */
function connect(where) {
  const socket = typeof where === 'number' ? net.connect(where, '127.0.0.1') : net.connect(where);
  socket.text = '';
  socket.setEncoding('latin1');
  socket.on('data', (data) => { socket.text += data; });
  socket.on('error', () => {});
  socket.over = new Promise((resolve) => { socket.on('close', resolve); });
  return new Promise((resolve) => { socket.on('connect', () => resolve(socket)); });
}

// Memory is looked at now and then, after a full collection: what is held for good shows by growing.
const LOOK_EVERY = 4000;
const MAY_GROW = 24 * 1024 * 1024;
let inputs = 0;
let settled = 0;

/** Counts an input, and fails when memory grows from look to look. */
async function lookAtMemory() {
  if (++inputs % LOOK_EVERY !== 0 || typeof gc !== 'function') return;
  await quiet();
  gc();
  await quiet();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  if (inputs === 2 * LOOK_EVERY) settled = heapUsed + external;
  if (settled && heapUsed + external > settled + MAY_GROW) {
    throw new Error(`memory grew from ${settled} to ${heapUsed + external} bytes in ${inputs} inputs`);
  }
}

/** Gives the target's function to eddy-fuzz, or replays the files named on the command line. */
function offer(module, run) {
  globalThis.fuzz = run;
  if (require.main !== module || process.argv.length < 3) return;
  (async () => {
    for (const file of process.argv.slice(2)) await run(require('node:fs').readFileSync(file));
    process.exit(0);
  })();
}

module.exports = { connect, cut, listen, listenTcp, lookAtMemory, offer, quiet, randomFrom, send, turn };
