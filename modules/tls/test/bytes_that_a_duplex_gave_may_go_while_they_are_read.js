'use strict';
// Records that came over a Duplex lie in memory of the program's. It may take that away in the middle of them: the rest of
// the records are read all the same.
const assert = require('node:assert');
const { once } = require('node:events');
const { Duplex } = require('node:stream');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

// Two ends, of which the second gets what the first wrote by deliver() only, in one piece.
function ends(deliver) {
  const [first, second] = [0, 1].map(() => new Duplex({ read() {}, write(chunk, encoding, done) { this.write_(chunk); done(); } }));
  second.write_ = (chunk) => first.push(chunk);
  first.write_ = (chunk) => deliver(second, chunk);
  return [first, second];
}

// take(memory): has it gone
async function withoutMemory(take) {
  let isHeld = false;
  const held = [];
  const [serverEnd, clientEnd] = ends((end, chunk) => (isHeld ? held.push(Buffer.from(chunk)) : end.push(chunk)));
  const server = new tls.TLSSocket(serverEnd, { isServer: true, secureContext: tls.createSecureContext(identity('server')) });
  const client = tls.connect({ socket: clientEnd, host: 'localhost', ca: authority });
  await once(client, 'secureConnect');
  server.write('hello');
  assert.strictEqual(`${(await once(client, 'data'))[0]}`, 'hello'); // tickets have come, too

  isHeld = true;
  for (const text of ['one', 'two', 'three']) await new Promise((resolve) => server.write(text, resolve));
  isHeld = false;
  const size = Buffer.concat(held).length;
  const memory = new ArrayBuffer(size, { maxByteLength: 1 << 20 });
  Buffer.concat(held).copy(Buffer.from(memory));
  let text = '';
  const all = new Promise((resolve) => {
    client.on('data', (chunk) => {
      if (text === '') take(memory);
      text += chunk;
      if (text.length === 'onetwothree'.length) resolve();
    });
  });
  clientEnd.push(Buffer.from(memory));
  await all;
  assert.strictEqual(text, 'onetwothree');
  assert.strictEqual(memory.byteLength, 0);
  client.destroy();
  server.destroy();
}

finish(async () => {
  await withoutMemory((memory) => memory.resize(0));
  await withoutMemory((memory) => structuredClone(memory, { transfer: [memory] }));
});
