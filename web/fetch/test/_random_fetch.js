'use strict';
// Random requests to a server that answers in random ways, for comparing two ways of fetch(): see
// the_short_way_does_what_the_ordinary_way_does.js. Also by itself, to compare runtimes:
//   _random_fetch.js SEED COUNT      prints what becomes of each
const net = require('node:net');
const zlib = require('node:zlib');
const { createHash } = require('node:crypto');
const { once, EventEmitter } = require('node:events');

/** Mulberry32: numbers from 0 to 1 that follow from `seed`. */
function randomFrom(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// --- What is asked and answered. ---

const encoders = {
  gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync, identity: (bytes) => bytes,
};
const reads = ['text', 'json', 'arrayBuffer', 'bytes', 'blob', 'reader', 'for await', 'byob', 'clone', 'cancel', 'text twice',
               'body, then text', 'bodyUsed, then text', 'pipe', 'nothing'];
const aborts = ['before', 'at once', 'when asked', 'with the head', 'with all', 'after reading'];

/** @returns {object} a case: plain data, so that both ways get the same */
function makeCase(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const chance = (part) => random() < part;
  const method = pick(['GET', 'GET', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'post', 'get', 'delete']);
  const hasBody = !/^(get|head)$/i.test(method) && chance(0.7);
  const isRedirect = chance(0.15);
  const answer = {
    status: isRedirect ? pick([301, 302, 303, 307, 308]) : pick([200, 200, 200, 200, 201, 204, 205, 304, 300, 400, 401, 404, 500, 599]),
    reason: pick(['OK', '', 'Not so well', 'Gr\xfc\xdfe']),
    headers: [],
    blanks: pick(['', '', '', ' ', '   ']), // at the end of each value but Location's, at which undici fails
    framing: pick(['length', 'length', 'chunked', 'close']),
    pieces: Array.from({ length: Math.floor(random() * 4) }, () => pick([1, 5, 100, 5000, 70_000])),
    json: chance(0.3),
    encoding: chance(0.15) ? pick(Object.keys(encoders)) : undefined,
    informational: chance(0.1) ? pick([102, 103]) : undefined,
    fault: chance(0.12) ? pick(['nothing', 'cut head', 'cut body', 'not HTTP']) : undefined,
    isSlow: chance(0.2), // a turn of the loop between pieces
    closes: chance(0.1),
  };
  // undici 7.30.2 fails an assertion of its own when a body that ends with the connection is not read as fast as it comes.
  if (answer.framing === 'close' || answer.closes) answer.pieces = answer.pieces.filter((size) => size < 10_000);
  if (isRedirect && answer.fault === 'cut body') answer.fault = undefined; // which comes first, the end or the redirect, is open
  if (isRedirect && chance(0.9)) answer.location = pick(['/plain', '/plain', '/plain#part', '/plain', 'ftp://127.0.0.1/', 'http://[']);
  if (chance(0.3)) answer.headers.push(['Set-Cookie', 'a=1'], ['set-cookie', 'b=2'], ['X-A', '1'], ['x-a', 'z\xe9']);
  if (chance(0.3)) answer.headers.push(['X-Empty', ''], ['X-Blanks', 'a; \t'], ['Content-Type', pick(['text/plain', 'text/html; charset=x', ';', 'a b'])]);
  if (chance(0.2)) answer.headers.push(['Keep-Alive', pick(['timeout=5', 'timeout=1', 'timeout=60', 'max=3'])]);
  return {
    method, answer,
    // undici, and so Node, cannot send bytes to where a redirect leads.
    body: hasBody ? pick(['text', 'empty', 'params', 'form', 'large', 'blob', 'stream', ...(isRedirect ? [] : ['bytes', 'buffer'])]) : undefined,
    headers: pick([undefined, 'object', 'list', 'Headers', 'odd', 'defaults']),
    redirect: pick([undefined, undefined, 'follow', 'manual', 'error']),
    read: pick(reads),
    abort: chance(0.15) ? pick(aborts) : undefined,
    asUrl: chance(0.2),
    asRequest: chance(0.1),
  };
}

function bodyOf(kind) {
  switch (kind) {
    case 'text': return 'text \u20ac\ud800.';
    case 'empty': return '';
    case 'bytes': return new Uint8Array([1, 2, 3]);
    case 'buffer': return Buffer.from('a Buffer');
    case 'params': return new URLSearchParams({ a: '1 2', b: '\xe9' });
    case 'large': return 'x'.repeat(300_000);
    case 'blob': return new Blob(['blob'], { type: 'a/b' });
    case 'form': {
      const form = new FormData();
      form.append('a', 'b');
      return form;
    }
    case 'stream': return new ReadableStream({ start(controller) {
      controller.enqueue(new TextEncoder().encode('streamed'));
      controller.close();
    } });
    default: return undefined;
  }
}

function headersOf(kind) {
  switch (kind) {
    case 'object': return { 'X-One': '1', 'content-type': 'text/x', 'x-number': 5 };
    case 'list': return [['X-One', '1'], ['x-one', '2'], ['Cookie', 'a=b']];
    case 'Headers': return new Headers({ 'X-One': ' 1 ', 'Accept': 'a/b', 'Authorization': 'me' });
    case 'odd': return { 'Cache-Control': 'no-cache', 'X-L': '\xe9', 'Range': 'bytes=0-' };
    case 'defaults': return { 'ACCEPT': '*', 'Accept-Encoding': 'br', 'accept-language': 'de', 'User-Agent': 'test' };
    default: return undefined;
  }
}

// --- The server. ---

/** Answers the test of which the query has the number; 'request' events tell the test what was asked. */
class Server {
  constructor() {
    this.tests = []; // by number: { answer, gate, asked, request, redirected }
    this.sockets = new Set();
    this.server = net.createServer((socket) => { this.serve(socket); });
  }

  async listen() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.base = `http://127.0.0.1:${this.server.address().port}`;
  }

  close() {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  serve(socket) {
    let seen = '';
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => { this.sockets.delete(socket); });
    socket.on('data', (bytes) => {
      seen += bytes.toString('latin1');
      for (let request = parse(seen); request !== null; request = parse(seen)) {
        seen = request.rest;
        this.answer(socket, request);
      }
    });
  }

  async answer(socket, { method, path, lines, body }) {
    const test = this.tests[Number(path.split('?')[1])];
    if (path.startsWith('/plain')) {
      test.redirected = [method, lines, digest(body)];
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n${method === 'HEAD' ? '' : 'plain'}`);
      return;
    }
    const { answer, gate } = test;
    test.request = [method, lines, digest(body)];
    test.asked.emit('request');
    if (gate) await gate.head;
    if (answer.fault === 'nothing') {
      socket.end();
      return;
    }
    for (const piece of piecesOf(answer, method, path.split('?')[1])) {
      if (answer.isSlow) await new Promise(setImmediate);
      if (piece === 'end') socket.end();
      else if (piece === 'gate') await gate?.body;
      else socket.write(piece, 'latin1');
    }
  }
}

function parse(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first, ...lines] = text.slice(0, end).split('\r\n');
  const [method, path] = first.split(' ');
  const rest = text.slice(end + 4);
  const length = Number(/\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
  if (/\ntransfer-encoding: chunked/i.test(text.slice(0, end))) {
    const last = rest.indexOf('0\r\n\r\n');
    if (last < 0) return null;
    return { method, path, lines: cleaned(lines), body: rest.slice(0, last), rest: rest.slice(last + 5) };
  }
  if (rest.length < length) return null;
  return { method, path, lines: cleaned(lines), body: rest.slice(0, length), rest: rest.slice(length) };
}

function cleaned(lines) {
  return lines.map((line) => line.replace(/^host: .*/, 'host').replace(/boundary=.*|^content-length: .*/, ''));
}

function digest(text) {
  const shown = text.replace(/----formdata-undici-\d+/g, 'boundary');
  return shown.length < 40 ? shown : `${shown.length} ${createHash('md5').update(shown).digest('hex')}`;
}

function piecesOf(answer, method, number) {
  if (answer.fault === 'not HTTP') return ['nonsense\r\n\r\n', 'end'];
  let body = Buffer.from(answer.json ? '{"a":[1,"\xe9"]}' : answer.pieces.map((size, i) => `${i}`.repeat(size)).join(''));
  if (answer.encoding) body = encoders[answer.encoding](body);
  const hasBody = method !== 'HEAD' && answer.status !== 204 && answer.status !== 304;
  const framing = answer.framing === 'close' && !hasBody ? 'length' : answer.framing;
  const fields = [...answer.headers];
  if (answer.location !== undefined) fields.push(['Location', answer.location.replace('plain', `plain?${number}`)]);
  if (answer.encoding) fields.push(['Content-Encoding', answer.encoding]);
  if (framing === 'length' && answer.status !== 204) fields.push(['Content-Length', body.length]);
  else if (framing === 'chunked' && hasBody) fields.push(['Transfer-Encoding', 'chunked']);
  if (answer.closes) fields.push(['Connection', 'close']);
  const lines = fields.map(([name, value]) => `${name}: ${value}${name === 'Location' ? '' : answer.blanks}\r\n`).join('');
  const early = answer.informational ? `HTTP/1.1 ${answer.informational} Early\r\nX-Early: 1\r\n\r\n` : '';
  const head = `${early}HTTP/1.1 ${answer.status} ${answer.reason}\r\n${lines}\r\n`;
  if (answer.fault === 'cut head') return [head.slice(0, -3), 'end'];
  if (!hasBody) return answer.closes ? [head, 'gate', 'end'] : [head, 'gate'];
  if (answer.fault === 'cut body') {
    if (framing === 'close') return [head, 'gate', 'end'];
    return [head, 'gate', framing === 'chunked' ? '5\r\nab' : body.subarray(0, body.length >> 1), 'end'];
  }
  const half = body.length >> 1;
  const parts = [body.subarray(0, half), body.subarray(half)].filter((part) => part.length > 0);
  const framed = framing === 'chunked'
    ? [...parts.map((part) => Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')])), '0\r\n\r\n']
    : parts;
  const ends = framing === 'close' || answer.closes ? ['end'] : [];
  return [head, 'gate', ...framed, ...ends];
}

// --- What becomes of it. ---

const ways = {
  async 'text'(response) { return digest(await response.text()); },
  async 'json'(response) { return await response.json(); },
  async 'arrayBuffer'(response) { return bytesSeen(await response.arrayBuffer()); },
  async 'bytes'(response) { return bytesSeen(await response.bytes()); },
  async 'blob'(response) {
    const blob = await response.blob();
    return [blob.type, digest(await blob.text())];
  },
  async 'reader'(response) {
    if (response.body === null) return null;
    const reader = response.body.getReader();
    const chunks = [];
    for (let step = await reader.read(); !step.done; step = await reader.read()) chunks.push(Buffer.from(step.value));
    await reader.closed;
    return bytesSeen(Buffer.concat(chunks));
  },
  async 'for await'(response) {
    if (response.body === null) return null;
    const chunks = [];
    for await (const chunk of response.body) chunks.push(chunk);
    return [bytesSeen(Buffer.concat(chunks)), response.body.locked];
  },
  async 'byob'(response) {
    if (response.body === null) return null;
    const reader = response.body.getReader({ mode: 'byob' });
    const chunks = [];
    for (;;) {
      const { value, done } = await reader.read(new Uint8Array(1000));
      if (done) break;
      chunks.push(Buffer.from(value));
    }
    return bytesSeen(Buffer.concat(chunks));
  },
  async 'clone'(response) {
    const second = response.clone();
    const [a, b] = await Promise.all([response.text(), second.bytes()]);
    return [digest(a), bytesSeen(b), second.url === response.url, second.status, second.headers.get('x-a')];
  },
  async 'cancel'(response) {
    await response.body?.cancel('enough');
    return [response.bodyUsed, await response.text().catch((error) => shown(error))];
  },
  async 'text twice'(response) {
    const first = response.text();
    const second = await response.json().catch((error) => error.name);
    return [digest(await first), second];
  },
  async 'body, then text'(response) {
    const { body } = response;
    return [body === null, response.bodyUsed, digest(await response.text()), body?.locked, response.body === body];
  },
  async 'bodyUsed, then text'(response) {
    const before = response.bodyUsed;
    const text = response.text();
    return [before, response.bodyUsed, digest(await text), response.body === null, response.body?.locked];
  },
  async 'pipe'(response) {
    if (response.body === null) return null;
    const chunks = [];
    await response.body.pipeTo(new WritableStream({ write(chunk) { chunks.push(chunk); } }));
    return bytesSeen(Buffer.concat(chunks));
  },
  'nothing'() { return null; },
};

function bytesSeen(bytes) {
  const { constructor: { name } } = bytes;
  return [name, digest(Buffer.from(bytes).toString('latin1'))];
}

/** An error, without what differs by port. */
function shown(error) {
  if (typeof error !== 'object') return error;
  const { cause } = error;
  const plain = ({ name, message, code }) => [name, message.replace(/127\.0\.0\.1:\d+/g, 'HOST').replace(/\(.*\)/, ''), code];
  return cause ? [...plain(error), ...plain(cause)] : plain(error);
}

/** Does one case. `fetchIt`: the way. @returns {Promise<object>} what can be seen of it */
async function run(server, test, fetchIt) {
  const result = {};
  const gate = test.abort ? gates() : null;
  const at = { answer: test.answer, gate, asked: new EventEmitter(), request: undefined, redirected: undefined };
  const number = server.tests.push(at) - 1;
  const controller = new AbortController();
  const reason = new Error('aborted');
  const asked = once(at.asked, 'request');
  const init = { method: test.method, headers: headersOf(test.headers), body: bodyOf(test.body), redirect: test.redirect };
  if (test.body === 'stream') init.duplex = 'half';
  if (test.abort) init.signal = controller.signal;
  if (test.abort === 'before') controller.abort(reason);
  const url = `${server.base}/case?${number}#part`;
  try {
    const promise = fetchIt(test.asRequest ? new Request(url, init) : test.asUrl ? new URL(url) : url, test.asRequest ? undefined : init);
    if (test.abort === 'at once') controller.abort(reason);
    if (test.abort === 'when asked') asked.then(() => { controller.abort(reason); });
    else gate?.openHead();
    if (test.abort !== 'with the head') gate?.openBody();
    const response = await promise;
    const { status, statusText, ok, type, redirected } = response;
    Object.assign(result, { status, statusText, ok, type, redirected, url: response.url.replace(server.base, '').replace(/\d+/, '') });
    result.headers = [...response.headers].map(([name, value]) => [name, value.replace(/\?\d+/, '')]);
    if (test.abort === 'with the head') controller.abort(reason);
    if (test.abort === 'with all') {
      await response.clone().text();
      controller.abort(reason);
    }
    result.read = await ways[test.read](response);
    result.bodyUsed = response.bodyUsed;
    if (test.abort === 'after reading') controller.abort(reason);
  } catch (error) {
    result.error = error === reason ? 'the reason' : shown(error);
  }
  gate?.openHead();
  gate?.openBody();
  if (test.abort !== 'at once') result.request = at.request;
  result.redirectedRequest = at.redirected;
  return result;
}

function gates() {
  const head = Promise.withResolvers();
  const body = Promise.withResolvers();
  return { head: head.promise, body: body.promise, openHead: head.resolve, openBody: body.resolve };
}

module.exports = { Server, makeCase, randomFrom, run };

if (require.main === module) {
  (async () => {
    const [seed, count] = process.argv.slice(2).map(Number);
    const random = randomFrom(seed);
    const server = new Server();
    await server.listen();
    for (let i = 0; i < count; i++) {
      const test = makeCase(random);
      const result = await Promise.race([run(server, test, fetch), new Promise((resolve) => setTimeout(resolve, 5000, 'HANGS').unref())]);
      console.log(JSON.stringify([i, test, result]));
    }
    server.close();
  })();
}
