'use strict';
// TLS records that somebody on the way made, changed, cut, repeated or held back: no byte that was not sent reaches a program,
// and both ends come to their end.
// Input: options, then what happens (see act()) to the records of a client and a server that talk, or the bytes that either
// gets from a peer that is none.
const assert = require('node:assert');
const path = require('node:path');
const { Duplex } = require('node:stream');
const tls = require('node:tls');
const { cut, lookAtMemory, offer, quiet } = require('./_target');
const { authority, identity } = require(path.join(__dirname, '../../modules/tls/test/_pem.js'));

const OPTIONS = { RAW_TO_SERVER: 1, RAW_TO_CLIENT: 2, OLD_VERSION: 4, CLIENT_CERTIFICATE: 8, ALPN: 16, SNI: 32, RESUMES: 64, WHOLE: 128 };
const MOST_TURNS = 60;
const IDLE_TURNS = 8;
const CIPHERTEXT_SEEN = 64 * 1024; // bytes a connection may carry

const server = identity('server');
const contexts = new Map();
function contextFor(version) {
  if (!contexts.has(version)) contexts.set(version, tls.createSecureContext({ ...server, ca: authority, maxVersion: version }));
  return contexts.get(version);
}
let session; // of the last connection that gave one
let events;

process.on('uncaughtException', (error) => {
  console.error(error);
  process.abort();
});

// --- The way between the two: each write is a piece, changed as the input says. ---

function wayBetween(change) {
  const make = () => new Duplex({
    read() {},
    write(chunk, encoding, callback) {
      setImmediate(() => {
        for (const piece of change(chunk)) if (!this.other.destroyed && !this.other.readableEnded && !this.over) this.other.push(piece);
        callback();
      });
    },
    final(callback) {
      if (!this.other.destroyed && !this.over) this.other.push(null);
      this.over = true;
      callback();
    },
    destroy(error, callback) {
      if (!this.other.destroyed && !this.over) this.other.push(null);
      this.over = true;
      callback(error);
    },
  });
  const [a, b] = [make(), make()];
  [a.other, b.other] = [b, a];
  for (const end of [a, b]) end.on('error', () => {});
  return [a, b];
}

/** What becomes of each piece, by the bytes of the input; `altered` once one is not as it was. */
class Changes {
  altered = false;
  #bytes;
  #at = 0;
  #carried = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  next() {
    return this.#at < this.#bytes.length ? this.#bytes[this.#at++] : 0;
  }

  apply = (chunk) => {
    this.#carried += chunk.length;
    if (this.#carried > CIPHERTEXT_SEEN) {
      this.altered = true;
      return [];
    }
    const kind = this.next();
    if (kind < 160) return [chunk];
    const place = (this.next() * 256 + this.next()) % chunk.length;
    if (kind < 192) return [chunk.subarray(0, place), chunk.subarray(place)].filter((piece) => piece.length > 0);
    if (kind < 208) return cut(chunk, place);
    this.altered = true;
    if (kind < 232) {
      const copy = Buffer.from(chunk);
      copy[place] ^= 1 << (kind & 7);
      return [copy];
    }
    if (kind < 238) return [];
    if (kind < 244) return [chunk, chunk];
    return [chunk.subarray(0, place)].filter((piece) => piece.length > 0);
  };
}

// --- The two ends. ---

function watch(socket, name) {
  const seen = { name, errors: 0, closed: 0, ended: 0, bytes: 0, secure: 0 };
  socket.on('error', () => { seen.errors++; });
  socket.on('_tlsError', () => { socket.destroy(); });
  socket.on('secureConnect', () => { seen.secure++; });
  socket.on('secure', () => { seen.secure++; });
  socket.on('end', () => { seen.ended++; });
  socket.on('close', () => { seen.closed++; });
  socket.on('data', (bytes) => {
    seen.bytes += bytes.length;
    for (const byte of bytes) assert.strictEqual(byte, 0x61, `${name} got a byte that nobody sent`);
  });
  return seen;
}

function serverOver(way, options) {
  const version = options & OPTIONS.OLD_VERSION ? 'TLSv1.2' : 'TLSv1.3';
  const socket = new tls.TLSSocket(way, {
    isServer: true, secureContext: contextFor(version), requestCert: (options & OPTIONS.CLIENT_CERTIFICATE) !== 0, rejectUnauthorized: false,
    ALPNProtocols: options & OPTIONS.ALPN ? ['h2', 'http/1.1'] : undefined,
    SNICallback: options & OPTIONS.SNI ? (name, callback) => {
      events.push(name);
      setImmediate(callback, name.length % 3 === 1 ? new Error('no such name') : null, contextFor(version));
    } : undefined,
  });
  return socket;
}

function clientOver(way, options) {
  const socket = tls.connect({
    socket: way, ca: authority, servername: 'localhost', checkServerIdentity: () => undefined, session: options & OPTIONS.RESUMES ? session : undefined,
    ...(options & OPTIONS.CLIENT_CERTIFICATE ? identity('client') : undefined),
    ALPNProtocols: options & OPTIONS.ALPN ? ['http/1.1', 'x'] : undefined,
  });
  socket.on('session', (given) => { session = given; });
  return socket;
}

// What a program does meanwhile.
function act(kind, socket, sent) {
  const write = (length) => {
    if (socket.writableEnded || socket.destroyed) return;
    sent.bytes += length;
    socket.write(Buffer.alloc(length, 'a'));
  };
  if (socket.destroyed) return undefined;
  switch (kind % 14) {
    case 0: return write(1);
    case 1: return write(3000);
    case 2: return write(16385);
    case 3: return void socket.setMaxSendFragment(512 + kind);
    case 4: return void socket.pause();
    case 5: return void socket.resume();
    case 6: return void (kind > 200 && socket.destroy());
    case 7: return void socket.end();
    case 8: return void (socket.getPeerCertificate(true), socket.getCertificate(), socket.getPeerX509Certificate?.());
    case 9: return void (socket.getSession(), socket.getTLSTicket(), socket.getFinished(), socket.getPeerFinished(), socket.getCipher());
    case 10: {
      socket.cork();
      write(10);
      write(20);
      return void socket.uncork();
    }
    case 11: return attempt(() => socket.renegotiate({ rejectUnauthorized: false }, () => {}));
    case 12: return attempt(() => socket.exportKeyingMaterial(16, 'label'));
    default: return undefined;
  }
}

// Some are refused before the handshake.
function attempt(run) {
  try {
    run();
  } catch (error) {
    assert.strictEqual(typeof error.code, 'string', error.stack);
  }
}

async function untilClosed(sockets, ways, all) {
  let idle = 0;
  for (let turns = 0; turns < MOST_TURNS && idle < IDLE_TURNS && all.some((one) => one.closed === 0); turns++) {
    const before = JSON.stringify(all);
    await quiet(1);
    idle = JSON.stringify(all) === before ? idle + 1 : 0;
  }
  const inTime = all.every((one) => one.closed === 1);
  for (const each of [...sockets, ...ways]) each.destroy();
  await quiet();
  for (const one of all) assert.strictEqual(one.closed, 1, `${one.name} is not closed: ${JSON.stringify(one)}`);
  return inTime;
}

async function talk(options, bytes) {
  const changes = new Changes(bytes);
  const [near, far] = wayBetween(changes.apply);
  const answering = serverOver(far, options);
  const asking = clientOver(near, options);
  const [client, accepted] = [watch(asking, 'client'), watch(answering, 'server')];
  const [byClient, byServer] = [{ bytes: 0 }, { bytes: 0 }];
  for (let i = 0; i < 12; i++) {
    const kind = changes.next();
    attempt(() => act(kind >> 1, kind & 1 ? asking : answering, kind & 1 ? byClient : byServer));
    await quiet(1);
  }
  for (const socket of [asking, answering]) {
    socket.resume();
    socket.end();
  }
  await untilClosed([asking, answering], [near, far], [client, accepted]);
  assert(client.bytes <= byServer.bytes && accepted.bytes <= byClient.bytes);
}

// Bytes of a peer that does not talk TLS, or not well.
async function listenTo(options, bytes) {
  const toServer = (options & OPTIONS.RAW_TO_SERVER) !== 0;
  const [near, far] = wayBetween((chunk) => [chunk]);
  const socket = toServer ? serverOver(far, options) : clientOver(far, options);
  const seen = watch(socket, toServer ? 'server' : 'client');
  near.resume();
  for (const piece of options & OPTIONS.WHOLE ? [bytes] : cut(bytes, bytes.length)) {
    if (piece.length > 0 && !near.destroyed && !near.writableEnded) near.write(piece);
    await quiet(1);
  }
  near.end();
  socket.end();
  await untilClosed([socket], [near, far], [seen]);
  assert.strictEqual(seen.bytes, 0);
}

/** @param {Buffer} input */
async function run(input) {
  if (input.length < 2) return;
  events = [];
  const options = input[0];
  const isRaw = (options & (OPTIONS.RAW_TO_SERVER | OPTIONS.RAW_TO_CLIENT)) !== 0;
  await (isRaw ? listenTo : talk)(options, input.subarray(1));
  await lookAtMemory();
}

module.exports = { run };
offer(module, run);
