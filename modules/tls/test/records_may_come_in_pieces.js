'use strict';
// Over a transport that hands over one byte at a time, nothing is lost, and nothing waits busily for the rest of a record.
const assert = require('node:assert');
const { once } = require('node:events');
const { Duplex } = require('node:stream');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

// Two ends; what one writes, the other reads in pieces of `size` bytes, each in a turn of its own.
function ends(size) {
  const make = () => new Duplex({
    read() {},
    write(chunk, encoding, callback) {
      const step = (at) => {
        if (at >= chunk.length) return callback();
        this.other.push(chunk.subarray(at, at + size));
        setImmediate(step, at + size);
        return undefined;
      };
      step(0);
    },
    final(callback) {
      this.other.push(null);
      callback();
    },
  });
  const [a, b] = [make(), make()];
  a.other = b;
  b.other = a;
  return [a, b];
}

finish(async () => {
  for (const [size, maxVersion] of [[1, 'TLSv1.3'], [1, 'TLSv1.2'], [7, 'TLSv1.3']]) {
    const [near, far] = ends(size);
    const server = new tls.TLSSocket(far, { isServer: true, secureContext: tls.createSecureContext({ ...identity('server'), maxVersion }) });
    const client = tls.connect({ socket: near, ca: authority, servername: 'localhost', checkServerIdentity() {} });
    await once(client, 'secureConnect');
    client.end(Buffer.alloc(700, 'ask '));
    const chunks = [];
    for await (const chunk of server) chunks.push(chunk);
    assert.strictEqual(Buffer.concat(chunks).toString(), 'ask '.repeat(175));
  }
});
