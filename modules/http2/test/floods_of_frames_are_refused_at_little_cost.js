'use strict';
// Known attacks, each over a connection of its own: the session ends, or nothing comes of them, long before all is sent; and the
// server answers others as before.
const assert = require('node:assert');
const http2 = require('node:http2');
const net = require('node:net');
const { FLAGS, PREFACE, TYPES, data, fields, frame, headers, ping, request, reset, settings } = require('../../../test/fuzz/_frames');
const finish = require('../../../test/_finish');

const PIECE_BYTES = 16_384;
const idOf = (i) => 2 * i + 1;
const get = (id, more) => headers(id, fields(request('/', 'GET', more)));
const post = (id) => headers(id, fields(request('/', 'POST')), FLAGS.END_HEADERS);

const FLOODED = /^ERR_HTTP2_ERROR Flooding was detected in this HTTP\/2 session, and it must be closed$/;

// name: [frames by number, how many are tried, most requests that may come of them, the session's error or undefined]
const attacks = {
  // 1000 at once, and what came in the same read as the one that was too many.
  'rapid reset': [(i) => Buffer.concat([get(idOf(i)), reset(idOf(i))]), 20_000, 5000, undefined],
  'CONTINUATION without an end': [(i) => (i === 0 ? headers(1, fields(request()), FLAGS.END_STREAM) :
    frame(TYPES.CONTINUATION, 0, 1, fields([['a', 'b'.repeat(100)]]))), 20_000, 0,
    /^ERR_HTTP2_ERROR Too many CONTINUATION frames following a HEADER frame$/],
  'SETTINGS': [(i) => settings([[1, i % 4096]]), 50_000, 0, FLOODED],
  'PING': [() => ping(), 50_000, 0, FLOODED],
  'RST_STREAM of what is none': [() => reset(1), 50_000, 0, /^ERR_HTTP2_ERROR Protocol error$/],
  'HEADERS without fields': [(i) => headers(idOf(i), Buffer.alloc(0)), 20_000, 0, undefined],
  'empty DATA': [(i) => (i === 0 ? post(1) : data(1, '', 0)), 100_000, 1, undefined],
  'HPACK bombs': [(i) => headers(idOf(i), Buffer.concat([fields(request()), fields([['a', 'b'.repeat(100)]], 0x40),
    Buffer.alloc(15_000, 0xbe)])), 400, 0, undefined],
  'responses that are not taken': [(i) => (i === 0 ? settings([[4, 0]]) : get(idOf(i), [['x-size', '65536']])), 20_000, 1000, undefined],
};

/**
 * Sends until the server ends the connection or, where that `mayStayOpen`, does not read on for a while.
 * @returns {Promise<number>} frames sent
 */
async function attack(port, make, count, mayStayOpen) {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => {}).resume();
  const closed = new Promise((resolve) => socket.on('close', resolve));
  const quiet = mayStayOpen ? severalTurns : () => closed;
  socket.write(Buffer.concat([PREFACE, settings([])]));
  let sent = 0;
  while (sent < count && !socket.destroyed) {
    const frames = [];
    for (let bytes = 0; bytes < PIECE_BYTES && sent < count; sent++) bytes += frames[frames.push(make(sent)) - 1].length;
    const isTaken = socket.write(Buffer.concat(frames));
    if (isTaken) await new Promise(setImmediate);
    else if (await Promise.race([closed, quiet(), new Promise((resolve) => socket.once('drain', () => resolve('drain')))]) === 'quiet') break;
  }
  await Promise.race([closed, quiet()]);
  socket.destroy();
  await closed;
  return sent;
}

/** Time in which the server, which is in this process, could have read: turns of the loop, however long the machine stands still. */
async function severalTurns() {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => { setTimeout(resolve, 10); });
  return 'quiet';
}

async function isServed(client) {
  const stream = client.request();
  const text = await stream.setEncoding('utf8').reduce((all, part) => all + part, '');
  return text === 'fine';
}

finish(async () => {
  const server = http2.createServer();
  let errors = [];
  let requests = 0;
  server.on('stream', (stream, fields) => {
    stream.on('error', () => {});
    if (fields['x-size'] !== undefined || fields[':authority'] === 'x') requests++;
    stream.respond();
    stream.end(fields['x-size'] === undefined ? 'fine' : Buffer.alloc(Number(fields['x-size'])));
  });
  server.on('sessionError', (error) => errors.push(`${error.code} ${error.message}`));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const client = http2.connect(`http://127.0.0.1:${port}`);

  for (const [name, [make, count, most, error]] of Object.entries(attacks)) {
    errors = [];
    requests = 0;
    const before = process.cpuUsage();
    const sent = await attack(port, make, count, error === undefined);
    const { user, system } = process.cpuUsage(before);
    assert.ok(requests <= most, `${name}: ${requests} requests`);
    if (error !== undefined) {
      assert.ok(sent < count, `${name}: all were taken`);
      assert.match(errors[0], error, name);
      assert.strictEqual(errors.length, 1, name);
    }
    assert.ok(user + system < 20_000_000, `${name}: ${(user + system) / 1e6} s`); // (a machine may be slow)
    assert.ok(await isServed(client), name);
  }
  await new Promise((resolve) => client.close(resolve));
  server.close();
});
