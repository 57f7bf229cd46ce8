'use strict';
// `eddy loop view PID`: a page in the browser, served on 127.0.0.1 to who knows its token. It loads nothing from elsewhere.
const http = require('http');
const { randomBytes, timingSafeEqual } = require('crypto');
const { Buffer } = require('buffer');
const { ask, answerOf, linesOf, CannotAsk } = require('loop/asking');
const { Painter } = require('loop/picture');
const process = require('process_object');

const PERIOD_MS = 250;
const WHY_PERIOD_MS = 5000;
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the page until the process ends. @param {number} pid @param {number} port 0: any that is free */
async function view(pid, port) {
  const socket = await ask(pid, `records ${PERIOD_MS}`);
  const viewers = new Set(); // responses that get events
  const token = randomBytes(16).toString('hex');
  const server = http.createServer((request, response) => answer(request, response, token, viewers));
  await listen(server, port);
  process.stdout.write(`http://127.0.0.1:${server.address().port}/?${token}\n`);
  const painter = new Painter(pid);
  let asked = 0;
  try {
    for await (const line of linesOf(socket)) {
      const pictures = painter.paint(line);
      if (pictures.length > 0) send(viewers, 'picture', JSON.stringify(pictures));
      if (viewers.size === 0 || Date.now() - asked < WHY_PERIOD_MS) continue;
      asked = Date.now();
      sendWhy(pid, viewers);
    }
  } finally {
    send(viewers, 'end', '""');
    server.close();
    server.closeAllConnections();
  }
  throw new CannotAsk(`process ${pid} has ended`);
}

// What keeps the main thread alive, when it answers.
async function sendWhy(pid, viewers) {
  try {
    const answer = (await answerOf(pid, 'why-json')).toString();
    if (answer.startsWith('{')) send(viewers, 'why', answer.trimEnd());
  } catch {
    // the process ended: the other request reports it
  }
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.on('error', (error) => reject(new CannotAsk(`port ${port} cannot be had: ${error.message}`)));
    server.listen(port, '127.0.0.1', resolve);
  });
}

function answer(request, response, token, viewers) {
  const { pathname, search } = new URL(request.url, 'http://127.0.0.1');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  if (!isOurs(request.headers.host) || !isSame(search.slice(1), token)) {
    response.writeHead(403, { 'Content-Type': 'text/plain' }).end('The address of this page has a token, which eddy loop view printed.\n');
  } else if (pathname === '/') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY });
    response.end(require('loop/view_page').page);
  } else if (pathname === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    viewers.add(response);
    response.on('close', () => viewers.delete(response));
  } else {
    response.writeHead(404).end();
  }
}

// Names of other hosts that lead to us (DNS rebinding) are none of ours.
function isOurs(host) {
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host ?? '');
}

function isSame(a, b) {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'));
}

// A browser that does not read misses pictures.
const MOST_WAITING = 4 << 20;

function send(viewers, event, data) {
  for (const response of viewers) {
    if (response.writableLength < MOST_WAITING) response.write(`event: ${event}\ndata: ${data}\n\n`);
  }
}

module.exports = { view };
