'use strict';
// Requests with bytes changed, taken out, doubled and cut, in random pieces, against a server that does all that servers
// do. Each connection ends, each answer is a response, and a good request is answered as ever.
// Usage: servers_survive_random_bytes.js [SEED [SECONDS]]
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { exchange, listen } = require('./_raw');

const seed = Number(process.argv[2] ?? Date.now() % 1e9);
const seconds = Number(process.argv[3] ?? 2);
console.log(`seed ${seed}`);

let state = seed >>> 0 || 1;
function random(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

const HOST = 'Host: x\r\n';
const corpus = [
  `GET / HTTP/1.1\r\n${HOST}Accept: */*\r\n\r\n`,
  `GET /late HTTP/1.1\r\n${HOST}\r\nGET /2 HTTP/1.1\r\n${HOST}\r\n`,
  `POST /echo HTTP/1.1\r\n${HOST}Content-Length: 11\r\n\r\nhello world`,
  `POST /echo HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a="b"\r\n world\r\n0\r\nT: v\r\n\r\n`,
  `PUT /unread HTTP/1.1\r\n${HOST}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n12345GET /after HTTP/1.1\r\n${HOST}\r\n`,
  `GET /socket HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: test\r\n\r\nraw bytes`,
  `CONNECT a:1 HTTP/1.1\r\n${HOST}\r\nraw bytes`,
  `QUERY /q HTTP/1.0\r\nConnection: keep-alive\r\n\r\nHEAD / HTTP/1.0\r\n\r\n`,
  `GET /destroy HTTP/1.1\r\n${HOST}Cookie: a=b; c=d\r\nCookie: e\r\nX: ${'long '.repeat(300)}\r\n\r\n`,
];
const dictionary = ['\r\n', '\n', '\r', '\0', ' ', ':', '\t', ';', '0\r\n\r\n', 'Transfer-Encoding: chunked\r\n',
                    'Content-Length: 3\r\n', 'Content-Length: -1\r\n', 'Connection: close\r\n', 'Upgrade: x\r\n',
                    'HTTP/1.1', 'HTTP/9.9', 'QUE', 'GET ', '\xff', 'ffffffffffffffff\r\n', 'Expect: 100-continue\r\n'];

function mutated() {
  let text = corpus[random(corpus.length)];
  if (random(3) === 0) text += corpus[random(corpus.length)];
  for (let i = random(6); i > 0; i--) {
    const at = random(text.length);
    switch (random(5)) {
      case 0: text = text.slice(0, at) + String.fromCharCode(random(256)) + text.slice(at + 1); break;
      case 1: text = text.slice(0, at) + text.slice(at + 1 + random(20)); break;
      case 2: text = text.slice(0, at) + dictionary[random(dictionary.length)] + text.slice(at); break;
      case 3: text = text.slice(0, at) + text.slice(random(at + 1), at) + text.slice(at); break;
      case 4: text = text.slice(0, at + 1); break;
    }
  }
  return text;
}

const server = http.createServer({ keepAliveTimeout: 100 }, (request, response) => {
  request.on('error', () => {});
  response.on('error', () => {});
  if (request.url.startsWith('/echo')) {
    request.pipe(response);
  } else if (request.url.startsWith('/late')) {
    setImmediate(() => {
      response.write('late');
      response.end(JSON.stringify(request.headers));
    });
  } else if (request.url.startsWith('/socket')) {
    response.write(String(request.socket.remotePort));
    setImmediate(() => { response.end(); });
  } else if (request.url.startsWith('/destroy')) {
    if (random(2)) request.destroy();
    else response.destroy();
  } else {
    response.writeHead(200, { 'X-Url': Buffer.from(request.url, 'latin1').toString('hex') });
    response.end(`fine ${Object.keys(request.headers).length}`);
  }
});
server.on('connect', (request, socket, head) => { socket.end(`HTTP/1.1 200 OK\r\n\r\n${head.length}`); });
server.on('upgrade', (request, socket, head) => { socket.end(`HTTP/1.1 101 Switching Protocols\r\n\r\n${head.length}`); });
for (const name of ['connect', 'upgrade']) server.on(name, (request, socket) => { socket.on('error', () => {}).resume(); });

/** Sends the text in random pieces, then maybe the end. Resolves to the answer when the connection has closed. */
function send(port, text) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (data) => { answer += data; });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    const next = () => {
      if (socket.destroyed) return;
      if (text.length === 0) {
        if (random(4) === 0) socket.resetAndDestroy();
        else if (random(3) === 0) setTimeout(() => socket.destroy(), 5);
        else socket.end();
        return;
      }
      const piece = text.slice(0, 1 + random(random(2) ? text.length : 40));
      text = text.slice(piece.length);
      socket.write(piece, 'latin1', () => setImmediate(next));
    };
    socket.on('connect', next);
  });
}

(async () => {
  const port = await listen(server);
  const end = Date.now() + seconds * 1000;
  let count = 0;
  while (Date.now() < end) {
    const texts = Array.from({ length: 20 }, mutated);
    const answers = await Promise.all(texts.map((text) => send(port, text)));
    answers.forEach((answer, i) => {
      if (answer !== '') assert.match(answer, /^HTTP\/1\.1 \d\d\d [ -~]+\r\n/, JSON.stringify(texts[i]));
    });
    count += texts.length;
  }
  const good = await exchange(port, `GET /good HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
  assert.match(good, /^HTTP\/1\.1 200 OK\r\n.*fine 2\r\n0\r\n\r\n$/s);
  // Whatever happened to them, no connection is left behind.
  server.close();
  server.closeAllConnections();
  await new Promise((resolve) => { server.on('close', resolve); });
  console.log(`${count} connections`);
})();
