'use strict';
// A Duplex that has the peer's answer before its write() returns: the handshake's events still come when the program has had
// the time to listen for them, and nothing comes out of order.
const assert = require('node:assert');
const { once } = require('node:events');
const { Duplex } = require('node:stream');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

finish(async () => {
  const make = () => new Duplex({
    read() {},
    write(chunk, encoding, done) {
      this.other.push(chunk);
      done();
    },
  });
  const [near, far] = [make(), make()];
  near.other = far;
  far.other = near;
  const server = new tls.TLSSocket(far, { isServer: true, secureContext: tls.createSecureContext(identity('server')) });
  server.pipe(server);
  const client = tls.connect({ socket: near, servername: 'localhost', ca: authority });
  client.write('written before, ');
  await once(client, 'secureConnect');
  const text = Array.from({ length: 300 }, (_, i) => `line ${i}`).join('\n');
  for (const line of text.split('\n')) client.write(`${line}\n`);
  let back = '';
  for await (const chunk of client) {
    back += chunk;
    if (back.length === 'written before, '.length + text.length + 1) break;
  }
  assert.strictEqual(back, `written before, ${text}\n`);
});
