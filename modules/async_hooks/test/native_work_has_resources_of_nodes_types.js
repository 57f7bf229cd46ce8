'use strict';
const assert = require('node:assert');
const { createHook, executionAsyncId } = require('node:async_hooks');
const { once } = require('node:events');
const fs = require('node:fs');
const crypto = require('node:crypto');
const http = require('node:http');
const { PassThrough, finished } = require('node:stream');
const zlib = require('node:zlib');
const { Worker } = require('node:worker_threads');
const { promisify } = require('node:util');
const finish = require('../../../test/_finish');

const { subtle } = crypto;
const hmac = { name: 'HMAC', hash: 'SHA-256' };
const started = new Map(); // id -> type
let types = new Set();
const destroyed = new Set();
createHook({
  init(id, type) { started.set(id, type); types.add(type); },
  destroy(id) { destroyed.add(started.get(id)); },
}).enable();

const work = {
  FSEVENTWRAP: () => fs.watch(__dirname).close(),
  STATWATCHER: () => { fs.watchFile(__filename, () => {}); fs.unwatchFile(__filename); },
  FSREQCALLBACK: () => promisify(fs.stat)('/'),
  FSREQPROMISE: () => fs.promises.stat('/'),
  FILEHANDLE: () => fs.promises.readFile(__filename),
  FILEHANDLECLOSEREQ: async () => { await (await fs.promises.open(__filename)).close(); },
  ZLIB: () => promisify(zlib.gzip)('x'),
  RANDOMBYTESREQUEST: () => promisify(crypto.randomBytes)(8),
  PBKDF2REQUEST: () => promisify(crypto.pbkdf2)('a', 'b', 1, 8, 'sha1'),
  SCRYPTREQUEST: () => promisify(crypto.scrypt)('a', 'b', 8),
  DERIVEBITSREQUEST: () => promisify(crypto.hkdf)('sha1', 'a', 'b', 'c', 8),
  KEYPAIRGENREQUEST: () => promisify(crypto.generateKeyPair)('ed25519', {}),
  CHECKPRIMEREQUEST: () => promisify(crypto.checkPrime)(7n),
  RANDOMPRIMEREQUEST: () => promisify(crypto.generatePrime)(32),
  KEYGENREQUEST: () => promisify(crypto.generateKey)('hmac', { length: 64 }),
  HASHREQUEST: () => subtle.digest('SHA-256', new Uint8Array(3)),
  SIGNREQUEST: async () => subtle.sign('HMAC', await subtle.importKey('raw', new Uint8Array(3), hmac, false, ['sign']), new Uint8Array(3)),
  CIPHERREQUEST: async () => {
    const key = await subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', false, ['encrypt']);
    await subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, new Uint8Array(3));
  },
  DIRHANDLE: async () => { await (await promisify(fs.opendir)('/')).close(); },
  STREAM_END_OF_STREAM: () => promisify(finished)(new PassThrough().end().resume()),
  SIGNALWRAP: () => { process.once('SIGUSR2', () => {}); process.removeAllListeners('SIGUSR2'); },
  WORKER: () => once(new Worker('', { eval: true }), 'exit'),
  MESSAGEPORT: () => new BroadcastChannel('x').close(),
};

async function request() {
  const server = http.createServer((request, response) => response.end('x')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [response] = await once(http.get({ port: server.address().port, host: '127.0.0.1', agent: false }), 'response');
  assert.strictEqual(started.get(executionAsyncId()) !== undefined, true);
  response.resume();
  await once(response, 'end');
  server.close();
  await once(server, 'close');
}

finish(async () => {
  for (const [type, start] of Object.entries(work)) {
    types = new Set();
    await start();
    assert.ok(types.has(type), `${type}: ${[...types]}`);
  }
  types = new Set();
  await request();
  for (const type of ['HTTPCLIENTREQUEST', 'HTTPINCOMINGMESSAGE', 'TCPCONNECTWRAP', 'TCPWRAP', 'TCPSERVERWRAP', 'SHUTDOWNWRAP']) {
    assert.ok(types.has(type), `${type}: ${[...types]}`);
  }
  // A request's callback runs within it.
  await new Promise((resolve) => {
    crypto.randomBytes(8, () => { assert.strictEqual(started.get(executionAsyncId()), 'RANDOMBYTESREQUEST'); resolve(); });
  });
  for (const type of ['FSREQCALLBACK', 'RANDOMBYTESREQUEST', 'PBKDF2REQUEST', 'TCPCONNECTWRAP']) {
    await finish.until(() => destroyed.has(type));
  }
});
