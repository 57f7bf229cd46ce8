'use strict';
// SIGTERM under load: server.close() and closeIdleConnections(). Each request that reached the handler is answered in full;
// a client that hears nothing had its connection closed before its request was taken. Then the process ends by itself.
const finish = require('../../../test/_finish');
const assert = finish.plan(46);
const http = require('node:http');
const net = require('node:net');
const { fork } = require('node:child_process');

const CLIENTS = 40;
const ANSWERS_BEFORE_THE_END = 400;
const LARGE = 200_000;

if (process.argv[2] === 'server') serve();
else main();

function serve() {
  const accepted = [];
  let closing = false;
  const server = http.createServer((request, response) => {
    accepted.push(request.url);
    const number = accepted.length;
    if (closing && number % 2 === 0) response.setHeader('Connection', 'close');
    const answer = () => {
      if (number % 5 === 0) {
        response.write('x'.repeat(LARGE));
        setImmediate(() => { response.end(request.url); });
      } else {
        response.end(request.url);
      }
    };
    request.resume().on('end', () => {
      if (number % 3 === 0) setTimeout(answer, number % 7);
      else answer();
    });
  });
  process.on('SIGTERM', () => {
    closing = true;
    // What was busy at the first look is idle at a later one.
    const again = setInterval(() => { server.closeIdleConnections(); }, 10);
    server.close(() => {
      clearInterval(again);
      process.send(accepted, () => { process.disconnect(); });
    });
  });
  server.listen(0, '127.0.0.1', () => { process.send(server.address().port); });
}

/** One request after the other on a connection, until it ends. Tells each complete answer. */
function client(port, name, answered) {
  return new Promise((resolve) => {
    let count = 0;
    let text = '';
    let url = null;
    const socket = net.connect(port, '127.0.0.1');
    const ask = () => {
      url = `/${name}-${count++}`;
      socket.write(count % 2 === 0 ? `GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n` :
        `POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12`);
      if (count % 2 === 1) setImmediate(() => { socket.write('345'); });
    };
    socket.setEncoding('latin1');
    socket.on('connect', ask);
    socket.on('data', (data) => {
      text += data;
      if (!isComplete(text, url)) return;
      text = '';
      answered(url);
      ask();
    });
    socket.on('error', () => {});
    socket.on('close', () => { resolve({ url, begun: text.length > 0 }); });
  });
}

// The body is the URL, in one piece or as the last of several chunks.
function isComplete(text, url) {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  if (!/Transfer-Encoding: chunked/.test(text.slice(0, head))) return text.length === head + 4 + url.length;
  return text.endsWith(`${url}\r\n0\r\n\r\n`);
}

async function main() {
  const child = fork(__filename, ['server']);
  const next = () => new Promise((resolve) => { child.once('message', resolve); });
  const ended = new Promise((resolve) => { child.on('exit', (code, signal) => resolve({ code, signal })); });
  const port = await next();
  const answers = new Set();
  let accepted = null;
  const clients = Array.from({ length: CLIENTS }, (_, i) => client(port, i, (url) => {
    answers.add(url);
    if (answers.size !== ANSWERS_BEFORE_THE_END) return;
    accepted = next();
    child.kill('SIGTERM');
  }));
  const last = await Promise.all(clients);
  const list = await accepted;
  assert.strictEqual(new Set(list).size, list.length); // none was taken twice
  assert.deepStrictEqual(list.filter((url) => !answers.has(url)), []); // none was lost
  assert.strictEqual(list.length, answers.size);
  for (const { url, begun } of last) assert.ok(!begun && !answers.has(url));
  assert.ok(answers.size >= ANSWERS_BEFORE_THE_END);
  assert.deepStrictEqual(await ended, { code: 0, signal: null });
  const refused = net.connect(port, '127.0.0.1');
  const error = await new Promise((resolve) => { refused.on('error', resolve); });
  assert.strictEqual(error.code, 'ECONNREFUSED');
}
