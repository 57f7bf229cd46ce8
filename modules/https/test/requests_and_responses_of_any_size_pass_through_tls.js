'use strict';
// Small, large and slow messages, with the socket accessed at different times, over kept and closed connections.
const assert = require('node:assert');
const https = require('node:https');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { identity } = require('../../tls/test/_pem');

const large = 'x'.repeat(3_000_000);
const binary = Buffer.alloc(700_001, 'binary');
const events = [];

const server = https.createServer(identity('server'), (request, response) => {
  const { pathname } = new URL(request.url, 'https://host');
  if (pathname === '/text') {
    response.end('text');
  } else if (pathname === '/utf8') {
    response.end('\u00e4\u20ac\u{1f600}');
  } else if (pathname === '/large') {
    response.end(large);
  } else if (pathname === '/binary') {
    response.end(binary);
  } else if (pathname === '/pieces') {
    response.write('a');
    response.write(binary);
    response.write('\u20ac');
    setImmediate(() => { response.end('end'); });
  } else if (pathname === '/socket') {
    assert.strictEqual(request.socket.encrypted, true);
    assert.strictEqual(request.socket.getProtocol(), 'TLSv1.3');
    response.end(String(request.socket.authorized));
  } else if (pathname === '/echo') {
    request.pipe(response);
  } else if (pathname === '/late') {
    setImmediate(() => {
      const { socket } = request;
      socket.once('close', () => { events.push('socket closed'); });
      response.on('close', () => { events.push('response closed'); });
      request.on('error', (error) => { events.push(`request ${error.code}`); });
      response.write('begun');
    });
  } else {
    response.writeHead(404);
    response.end();
  }
});

function fetchText(port, path, agent, body) {
  return new Promise((resolve, reject) => {
    const request = https.request({ port, path, agent, rejectUnauthorized: false, method: body ? 'POST' : 'GET' }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => { resolve(Buffer.concat(chunks)); });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

// All requests in one write; the answers, once the server has closed the connection.
function pipeline(port, paths) {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ port, rejectUnauthorized: false }, () => {
      socket.write(paths.map((path, i) => `GET ${path} HTTP/1.1\r\nHost: h\r\n` +
        `${i === paths.length - 1 ? 'Connection: close\r\n' : ''}\r\n`).join(''));
    });
    const chunks = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => { resolve(Buffer.concat(chunks).toString('latin1')); });
  });
}

const bodiesOf = (text) => text.split(/HTTP\/1\.1 200 OK\r\n/).slice(1).map((part) => part.slice(part.indexOf('\r\n\r\n') + 4));

async function slowReader(port) {
  const socket = tls.connect({ port, rejectUnauthorized: false });
  socket.write('GET /large HTTP/1.1\r\nHost: h\r\n\r\nGET /binary HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
  let size = 0;
  for await (const chunk of socket) {
    size += chunk.length;
    await new Promise(setImmediate);
  }
  assert.ok(size > large.length + binary.length, `${size} bytes`);
  assert.ok(size < large.length + binary.length + 1000, `${size} bytes`);
}

finish(async () => {
  await new Promise((resolve) => { server.listen(0, resolve); });
  const { port } = server.address();
  const kept = new https.Agent({ keepAlive: true, maxSockets: 1 });
  const fresh = new https.Agent({ keepAlive: false });
  for (const agent of [kept, fresh]) {
    assert.strictEqual(`${await fetchText(port, '/text', agent)}`, 'text');
    assert.strictEqual(`${await fetchText(port, '/utf8', agent)}`, '\u00e4\u20ac\u{1f600}');
    assert.strictEqual(`${await fetchText(port, '/large', agent)}`, large);
    assert.ok(binary.equals(await fetchText(port, '/binary', agent)));
    assert.strictEqual((await fetchText(port, '/pieces', agent)).length, 1 + binary.length + 3 + 3);
    assert.strictEqual(`${await fetchText(port, '/socket', agent)}`, 'false');
    assert.ok(binary.equals(await fetchText(port, '/echo', agent, binary)));
    assert.strictEqual(`${await fetchText(port, '/echo', agent, large)}`, large);
    assert.strictEqual(`${await fetchText(port, '/text', agent)}`, 'text');
  }
  kept.destroy();
  assert.deepStrictEqual(bodiesOf(await pipeline(port, ['/text', '/text', '/socket', '/text'])), ['text', 'text', 'false', 'text']);
  assert.deepStrictEqual(bodiesOf(await pipeline(port, ['/large', '/text'])).map((body) => body.length), [large.length, 4]);
  await slowReader(port);

  // The client goes in the middle of a response.
  const socket = tls.connect({ port, rejectUnauthorized: false }, () => socket.write('GET /late HTTP/1.1\r\nHost: h\r\n\r\n'));
  await new Promise((resolve) => { socket.once('data', resolve); });
  socket.destroy();
  while (events.length < 3) await new Promise(setImmediate);
  assert.deepStrictEqual(events.sort(), ['request ECONNRESET', 'response closed', 'socket closed']);

  // A connection that is idle ends with the server, one that never spoke does not hinder it.
  const idle = tls.connect({ port, rejectUnauthorized: false }, () => idle.write('GET /text HTTP/1.1\r\nHost: h\r\n\r\n'));
  await new Promise((resolve) => { idle.once('data', resolve); });
  const ended = new Promise((resolve) => { idle.once('end', resolve); });
  await new Promise((resolve) => { server.close(resolve); });
  await ended;
});
