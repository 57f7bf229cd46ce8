// close() of a session without streams leaves what looks at the session in this turn its socket; what looks later gets undefined.
'use strict';
const finish = require('../../../test/_finish');
const assert = require('node:assert');
const http2 = require('node:http2');
const { once } = require('node:events');

const server = http2.createServer((request, response) => response.end('answer'));

// A connection on which one request was answered: its two sessions.
async function connect() {
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
  const [[session]] = await Promise.all([once(server, 'session'), once(client, 'connect')]);
  await once(client.request().resume(), 'close');
  return { session, client };
}

finish(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  for (const name of ['session', 'client']) {
    const { [name]: side } = await connect();
    const proxy = side.socket;
    const closed = once(side, 'close');
    side.close();
    assert.deepStrictEqual([side.closed, side.destroyed], [true, false], name);
    assert.strictEqual(proxy.remoteAddress, '127.0.0.1');
    await new Promise(process.nextTick);
    assert.deepStrictEqual([side.destroyed, side.socket === proxy], [false, true]);
    await closed;
    assert.deepStrictEqual([side.destroyed, side.socket], [true, undefined]);
    assert.throws(() => proxy.remoteAddress, { code: 'ERR_HTTP2_SOCKET_UNBOUND' });
  }
  server.close();
  await once(server, 'close');

  // Before it is connected, nothing is there to look at: it is destroyed at once.
  const early = http2.connect('http://127.0.0.1:1');
  early.on('error', () => {});
  early.close();
  assert.deepStrictEqual([early.closed, early.destroyed], [true, true]);
});
