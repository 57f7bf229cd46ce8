'use strict';
// A client and a server on two ends that the test holds between them: each write passes `change(bytes, fromClient, count)`,
// which gives what arrives, or undefined for nothing.
const { Duplex } = require('node:stream');
const { once } = require('node:events');
const tls = require('node:tls');
const { authority, identity } = require('./_pem');

function ends(change) {
  const make = (isClient) => {
    let count = 0;
    return new Duplex({
      read() {},
      write(chunk, encoding, callback) {
        const arrives = change(chunk, isClient, count++);
        setImmediate(() => {
          if (arrives !== undefined && !this.other.destroyed && !this.other.readableEnded) this.other.push(arrives);
          callback();
        });
      },
      final(callback) {
        if (!this.other.destroyed) this.other.push(null);
        callback();
      },
      destroy(error, callback) {
        if (!this.other.destroyed && !this.other.readableEnded) this.other.push(null);
        callback(error);
      },
    });
  };
  const [a, b] = [make(true), make(false)];
  a.other = b;
  b.other = a;
  return [a, b];
}

/**
 * Lets a client and a server meet, the client send 'ask' and the server answer 'answer'.
 * `onBegun(asking, answering)` gets both sockets.
 * @returns {Promise<{client: string|undefined, server: string|undefined, got: string, asked: string, reused: boolean,
 *   session: Buffer|undefined}>} the codes of their errors, and what each has received
 */
async function meet({ client = {}, server = {}, context, change = (bytes) => bytes, onBegun = () => {} }) {
  const [near, far] = ends(change);
  const result = { client: undefined, server: undefined, got: '', asked: '', reused: false, session: undefined };
  const answering = new tls.TLSSocket(far, {
    isServer: true, ...server, secureContext: context ?? tls.createSecureContext({ ...identity('server'), ...server }),
  });
  answering.on('error', (error) => { result.server = error.code; });
  answering.on('_tlsError', (error) => { result.server ??= error.code; answering.destroy(); });
  answering.on('data', (bytes) => {
    result.asked += bytes;
    if (result.asked === 'ask') answering.end('answer');
  });
  answering.on('end', () => { answering.end(); });
  const asking = tls.connect({ socket: near, ca: authority, servername: 'localhost', ...client });
  asking.on('session', (session) => { result.session = session; });
  asking.on('error', (error) => { result.client = error.code; });
  asking.on('secureConnect', () => {
    result.reused = asking.isSessionReused();
    asking.write('ask');
  });
  asking.on('data', (bytes) => { result.got += bytes; });
  asking.on('end', () => { asking.end(); });
  onBegun(asking, answering);
  await Promise.all([once(asking, 'close').catch(() => once(asking, 'close')), new Promise((resolve) => { answering.on('close', resolve); })]);
  return result;
}

module.exports = { ends, meet };
