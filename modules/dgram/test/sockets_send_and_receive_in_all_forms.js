'use strict';
// Every order of send()'s arguments arrives, and the callback tells the bytes.
const assert = require('node:assert');
const dgram = require('node:dgram');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

async function roundTrip(type, host) {
  const server = dgram.createSocket(type);
  const received = [];
  server.on('message', (message, rinfo) => {
    assert.ok(Buffer.isBuffer(message));
    assert.deepStrictEqual(Object.keys(rinfo), ['address', 'family', 'port', 'size']);
    assert.strictEqual(rinfo.size, message.length);
    assert.strictEqual(rinfo.address, host);
    assert.strictEqual(rinfo.family, type === 'udp4' ? 'IPv4' : 'IPv6');
    received.push(`${message}`);
  });
  server.bind(0, host);
  await once(server, 'listening');
  const { port, address, family } = server.address();
  assert.deepStrictEqual([address, family], [host, type === 'udp4' ? 'IPv4' : 'IPv6']);

  const client = dgram.createSocket(type);
  const send = (...args) => new Promise((resolve, reject) => {
    client.send(...args, (error, bytes) => { error ? reject(error) : resolve(bytes); });
  });
  const bytes = Buffer.from('0123456789');
  const view = new DataView(bytes.buffer, bytes.byteOffset + 3, 2);
  const cases = [
    [['plain', port, host], 'plain'],
    [['no host', port], 'no host'],
    [['gr\u00fc\u00dfe', port, host], 'gr\u00fc\u00dfe'],
    [[bytes, port, host], '0123456789'],
    [[bytes, 2, 3, port, host], '234'],
    [['0123456789', 2, 3, port, host], '234'],
    [[view, port, host], '34'],
    [[new Uint16Array([0x4141]), port, host], 'AA'],
    [[['a', bytes.subarray(0, 2), view], port, host], 'a0134'],
    [[[], port, host], ''],
    [[Buffer.alloc(0), port, host], ''],
    [['null host', port, null], 'null host'],
  ];
  for (const [args, text] of cases) {
    const arrived = once(server, 'message');
    assert.strictEqual(await send(...args), Buffer.byteLength(text));
    await arrived;
    assert.strictEqual(received.pop(), text);
  }

  await new Promise((resolve) => { client.connect(port, host, resolve); });
  assert.deepStrictEqual(client.remoteAddress(), { address: host, family: server.address().family, port });
  for (const [args, text] of [[['peer'], 'peer'], [[bytes, 1, 2], '12'], [[['x', 'y']], 'xy']]) {
    const arrived = once(server, 'message');
    assert.strictEqual(await send(...args), Buffer.byteLength(text));
    await arrived;
    assert.strictEqual(received.pop(), text);
  }
  assert.throws(() => client.send('x', 0, 1, port, host), { code: 'ERR_SOCKET_DGRAM_IS_CONNECTED' });
  client.disconnect();
  assert.throws(() => client.remoteAddress(), { code: 'ERR_SOCKET_DGRAM_NOT_CONNECTED' });
  client.close();
  server.close();
}

finish(async () => {
  await roundTrip('udp4', '127.0.0.1');
  const hasV6 = Object.values(require('node:os').networkInterfaces()).flat().some(({ address }) => address === '::1');
  if (hasV6) await roundTrip('udp6', '::1');
});
