'use strict';
// Records that were altered, cut, repeated, exchanged or made up: whatever arrives, both sides end, and no program gets a byte
// that the other did not send. The seed is fixed; SEED=n takes another, RUNS=n makes more.
const assert = require('node:assert');
const { once } = require('node:events');
const net = require('node:net');
const process = require('node:process');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');
const { meet } = require('./_pair');

const seed = Number(process.env.SEED ?? 20);
const runs = Number(process.env.RUNS ?? 60);
let state = seed;
const random = (below) => { // xorshift32
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
};
const randomBytes = (size) => Buffer.from(Array.from({ length: size }, () => random(256)));

const alterations = [
  (bytes) => { // a bit somewhere
    const altered = Buffer.from(bytes);
    altered[random(bytes.length)] ^= 1 << random(8);
    return altered;
  },
  (bytes) => { // in the head of the first record or message
    const altered = Buffer.from(bytes);
    altered[random(Math.min(bytes.length, 11))] = random(256);
    return altered;
  },
  (bytes) => bytes.subarray(0, random(bytes.length)),
  (bytes) => bytes.subarray(random(bytes.length)),
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes) => { const at = random(bytes.length); return Buffer.concat([bytes.subarray(0, at), randomBytes(1 + random(40)), bytes.subarray(at)]); },
  (bytes) => Buffer.concat([Buffer.from([20 + random(5), 3, 3, 0, random(64)]), randomBytes(random(64)), bytes]),
  (bytes) => randomBytes(bytes.length),
];

// Ends both sides when nothing more comes: each waits for what was cut away.
function endWhenQuiet(asking, answering) {
  let turns = 0;
  let size = -1;
  const look = () => {
    if (asking.destroyed && answering.destroyed) return;
    const now = asking.bytesRead + answering.bytesRead;
    turns = now === size ? turns + 1 : 0;
    size = now;
    if (turns < 100) return void setImmediate(look);
    asking.destroy();
    answering.destroy();
  };
  look();
}

async function alteredRun(maxVersion) {
  const wanted = [random(2) === 0, random(5)];
  const alter = alterations[random(alterations.length)];
  let isAltered = false;
  const change = (bytes, isFromClient, count) => {
    if (isFromClient !== wanted[0] || count !== wanted[1]) return bytes;
    isAltered = true;
    const altered = alter(bytes);
    return altered.length === 0 ? undefined : altered;
  };
  const { got, asked } = await meet({ server: { maxVersion }, change, onBegun: endWhenQuiet });
  assert.ok('answer'.startsWith(got), got);
  assert.ok('ask'.startsWith(asked), asked);
  if (!isAltered) assert.deepStrictEqual([got, asked], ['answer', 'ask']);
  return isAltered;
}

async function rawRuns() {
  const server = tls.createServer(identity('server'), (socket) => { socket.on('error', () => {}).end('served'); });
  const codes = [];
  server.on('tlsClientError', (error) => { codes.push(error.code); });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  for (let i = 0; i < runs; i++) {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => {}).resume();
    const bytes = randomBytes(1 + random(600));
    if (random(2) === 0) bytes.set([22, 3, 1, 0, random(256), 1, 0, 0].slice(0, bytes.length)); // a ClientHello's head
    socket.end(bytes);
    await new Promise((resolve) => { socket.on('close', resolve); });
  }
  assert.strictEqual(codes.length, runs);
  for (const code of codes) assert.match(code, /^ERR_SSL_|^ECONNRESET$|^EPIPE$/);
  let text = '';
  for await (const chunk of tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: authority })) text += chunk;
  assert.strictEqual(text, 'served');
  await new Promise((resolve) => { server.close(resolve); });
}

finish(async () => {
  try {
    let altered = 0;
    for (let i = 0; i < runs; i++) {
      for (const version of ['TLSv1.2', 'TLSv1.3']) altered += await alteredRun(version);
    }
    assert.ok(altered > runs / 2, `${altered} runs`);
    await rawRuns();
  } catch (error) {
    error.message += ` (seed ${seed})`;
    throw error;
  }
});
