'use strict';
// Carries out the plan of a seed (plan.js) and prints what its messages told: program.js SEED [--plan]
// What may differ from run to run is left out: times, ports, how bytes were cut, which of two connections was first.
const http = require('node:http');
const net = require('node:net');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createHash } = require('node:crypto');
const { once } = require('node:events');
const { makePlan } = require('./plan.js');
const { read, over, turn } = require('./reading.js');
const { write, lengthOf, waits } = require('./writing.js');

const LIMIT_MS = Number(process.env.LIMIT_MS ?? 10_000);
const seed = Number(process.argv[2]);
const plan = makePlan(seed);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'random-http-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

// The log: for each exchange and part of it the lines in their order -------------------------------------------------

const logs = new Map();

/** @returns {(line: string) => void} */
function logOf(id, part) {
  const key = `${String(id).padStart(3, '0')} ${part}`;
  if (!logs.has(key)) logs.set(key, []);
  const lines = logs.get(key);
  return (line) => lines.push(line);
}

const underWay = new Set(); // printed when the program hangs

/** Waits for `work`, known by its name meanwhile. */
async function during(name, work) {
  underWay.add(name);
  try {
    return await work;
  } finally {
    underWay.delete(name);
  }
}

function watch(emitter, log, events) {
  for (const event of events) {
    emitter.on(event, (value) => log(value instanceof Error ? `${event} ${codeOf(value)}` : event));
  }
}

// Which of the parser's errors it is depends on llhttp's version; how a connection broke, on the kernel.
function codeOf(error) {
  if (/^HPE_/.test(error.code)) return 'HPE';
  return error.code === 'EPIPE' ? 'ECONNRESET' : error.code;
}

function digest(bytes) {
  return `${bytes.length} bytes ${createHash('sha1').update(bytes).digest('hex').slice(0, 10)}`;
}

/** A head's fields in a line, without what differs by its nature. */
function fieldsOf(list) {
  const fields = [];
  for (let i = 0; i < list.length; i += 2) {
    const differs = /^(date|host)$/i.test(list[i]);
    fields.push(`${list[i]}: ${differs ? '*' : list[i + 1]}`);
  }
  return fields.join(' | ');
}

const looking = {
  socket: (message) => message.socket?.destroyed,
  connection: (message) => message.connection?.readable,
  writableLength: (message) => message.socket?.writableLength,
  remotePort: (message) => message.socket?.remotePort,
  listen: (message) => { message.socket?.setMaxListeners(0).on('close', () => {}); },
};

function look(looks, when, message) {
  if (looks[when] !== undefined) looking[looks[when]](message);
}

// The server ---------------------------------------------------------------------------------------------------------

const serving = []; // what the server is at

async function serve(request, response, log) {
  const { id, exchange } = exchangeOf(request);
  const { server } = exchange;
  const requestLog = logOf(id, 'server request');
  const responseLog = logOf(id, 'server response');
  request.on('error', () => {});
  response.on('error', () => {});
  const watches = server.watches && exchange.parting === null;
  const over = watches ? new Promise((resolve) => { request.on('close', resolve); }) : undefined;
  if (watches) {
    watch(request, requestLog, ['end', 'close', 'aborted', 'error']);
    watch(response, responseLog, ['finish', 'close', 'pipe', 'unpipe', 'error']);
  }
  if (log !== undefined) responseLog(log);
  requestLog(`${request.method} ${request.httpVersion} ${fieldsOf(request.rawHeaders)}`);
  look(server.looks, 'begin', request);
  const closed = new Promise((resolve) => { response.on('close', resolve); });
  const readAll = async () => {
    // Behind its response a request is dumped, whatever else reads it.
    let reading = read(request, server.reader);
    if (server.reads !== 'first') reading = Promise.race([reading, closed]);
    const body = await during(`${id}: server reads by ${server.reader}`, reading);
    if (server.reads !== 'first') return;
    requestLog(request.complete ? `${digest(body)} ${fieldsOf(request.rawTrailers)}` : 'cut short');
  };
  if (server.reads === 'first') await readAll();
  const alongside = server.reads === 'alongside' ? readAll() : undefined;
  if (server.waits !== null) await waits[server.waits]();
  await during(`${id}: server answers`, answer(exchange, id, request, response, responseLog));
  look(server.looks, 'ended', response);
  if (server.reads === 'after') await readAll();
  await alongside;
  // Else the program may end before the events come that it watches for.
  if (alongside !== undefined && watches) await during(`${id}: server waits for the request's 'close'`, over);
}

function exchangeOf(request) {
  const id = Number(request.url.slice(1));
  return { id, exchange: plan.exchanges[id] };
}

async function answer(exchange, id, request, response, log) {
  const { server, parting } = exchange;
  const leaves = parting !== null && parting.who === 'server' && exchange.method !== 'HEAD';
  try {
    writeInterim(response, server.head.interim);
    writeHead(response, server.head, lengthOf(server.steps, id));
  } catch (error) {
    log(`head threw ${error.code}`);
  }
  if (parting !== null && parting.who === 'client') {
    response.flushHeaders();
    await over(request);
    await new Promise((resolve) => { if (response.closed) resolve(); else response.on('close', resolve); });
    log('client has left');
    return;
  }
  let gone = false;
  await write(response, server.steps, {
    seed: id, log, folder,
    before(i) {
      if (i === 1) look(server.looks, 'wrote', response);
      if (leaves && i >= parting.after && !gone) {
        gone = true;
        leave(response, parting, log);
      }
      return !gone;
    },
  });
}

function leave(message, { how, waits: waiting }, log) {
  const go = () => {
    if (how === 'error') message.destroy(new Error('enough'));
    else if (how === 'socket') message.socket?.destroy();
    else message.destroy();
    log('has left');
  };
  if (!waiting) go();
  else setImmediate(() => setImmediate(go));
}

function writeInterim(response, interim) {
  if (interim === 'continue') response.writeContinue();
  if (interim === 'processing' || interim === 'processing twice') response.writeProcessing();
  if (interim === 'processing twice') response.writeProcessing();
  if (interim === 'early hints') response.writeEarlyHints({ 'link': '</a.css>; rel=preload; as=style', 'x-trace': 'id' });
}

function writeHead(response, { status, by, headers, framing, closes, date }, length) {
  if (!date) response.sendDate = false;
  if (framing === 'length' && status !== 204 && status !== 304) response.setHeader('Content-Length', length);
  if (framing === 'chunked') response.setHeader('Transfer-Encoding', 'chunked');
  if (closes) response.setHeader('Connection', 'close');
  const object = Object.fromEntries(headers);
  switch (by) {
    case 'writeHead': response.writeHead(status); return;
    case 'writeHeadObject': response.writeHead(status, 'In Words', object); return;
    case 'writeHeadList': response.writeHead(status, headers.flat()); return;
    case 'setHeaders': response.setHeaders(new Map(Object.entries(object))); break;
    case 'statusMessage': response.statusMessage = 'Of My Own'; break;
    case 'setHeader': for (const [name, value] of headers) response.appendHeader(name, value); break;
    default:
  }
  response.statusCode = status;
}

function startServer() {
  const server = http.createServer(plan.server.options, (request, response) => {
    serving.push(serve(request, response));
  });
  const log = logOf('all', 'server');
  if (plan.server.listensToConnections) server.on('connection', (socket) => { socket.on('close', () => {}); });
  if (plan.server.checksContinue) {
    server.on('checkContinue', (request, response) => {
      response.writeContinue();
      serving.push(serve(request, response, 'asked to continue'));
    });
  }
  if (plan.server.patches) {
    const { emit } = server;
    server.emit = function(...args) { return Reflect.apply(emit, this, args); };
  }
  server.on('clientError', (error, socket) => {
    log(`clientError ${codeOf(error)}`);
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

/** A server that answers with bytes from the plan. */
function startCanned() {
  return net.createServer((socket) => {
    let text = '';
    let turns = Promise.resolve();
    socket.on('error', () => {}).on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let at; (at = text.indexOf('\r\n\r\n')) >= 0;) {
        const id = Number(/^\w+ \/(\d+) /.exec(text)[1]);
        text = text.slice(at + 4);
        turns = turns.then(() => sayCanned(socket, plan.exchanges[id].canned));
      }
    });
  });
}

async function sayCanned(socket, { pieces, hangsUp }) {
  for (const { text, wait } of pieces) {
    if (socket.destroyed) return;
    socket.write(text, 'latin1');
    if (wait === 'turn') await turn();
  }
  if (hangsUp) socket.end();
}

// The clients --------------------------------------------------------------------------------------------------------

async function runClient(client, port) {
  if (client.via === 'raw') return runRaw(client, port);
  const Agent = client.via === 'own agent' ? class extends http.Agent {} : http.Agent;
  const agent = new Agent(client.agent);
  const run = client.via === 'fetch' ? fetchOne : (id) => exchangeOne(client, agent, id, port);
  if (client.atOnce) {
    await Promise.all(client.exchanges.map((id) => run(id, port)));
  } else {
    for (const id of client.exchanges) await run(id, port);
  }
  await turn();
  await turn();
  const count = (lists) => Object.values(lists).flat().length;
  const isClear = client.via.endsWith('agent') && client.exchanges.every((id) => plan.exchanges[id].parting === null);
  if (isClear) logOf(client.exchanges[0], 'agent')(`${count(agent.requests)} wait, ${count(agent.sockets)} in use`);
  agent.destroy();
}

function optionsOf(client, agent, id, port) {
  const { method, headers, closes } = plan.exchanges[id];
  const fields = Object.fromEntries(headers);
  if (closes) fields.Connection = 'close';
  const options = { host: '127.0.0.1', port, method, path: `/${id}`, headers: fields };
  if (client.via.endsWith('agent')) options.agent = client.via === 'no agent' ? false : agent;
  return options;
}

async function exchangeOne(client, agent, id, port) {
  const exchange = plan.exchanges[id];
  const { parting, steps, framing } = exchange;
  const log = logOf(id, 'client request');
  const requestOptions = optionsOf(client, agent, id, port);
  if (framing === 'length') requestOptions.headers['Content-Length'] = lengthOf(steps, id);
  if (framing === 'chunked') requestOptions.headers['Transfer-Encoding'] = 'chunked';
  if (exchange.expects) requestOptions.headers.Expect = '100-continue';
  const request = http.request(requestOptions);
  const closed = new Promise((resolve) => { request.on('close', resolve); });
  const leaves = parting !== null && parting.who === 'client';
  watch(request, leaves ? () => {} : log, ['socket', 'continue']);
  watch(request, log, ['error', 'abort', 'timeout']);
  // Behind 'continue', Node tells it twice where the response ends between the last write's being done and 'finish'.
  request[exchange.expects ? 'once' : 'on']('close', () => log('close'));
  request.on('information', ({ statusCode, rawHeaders }) => log(`information ${statusCode} ${fieldsOf(rawHeaders)}`));
  request.on('finish', () => { if (!leaves) logOf(id, 'client finish')('finish'); });
  let reading;
  if (exchange.canned?.ends === 'upgrade' && exchange.listens) {
    request.on('upgrade', (response, socket, head) => {
      log(`upgrade ${response.statusCode} ${fieldsOf(response.rawHeaders)}`);
      reading = readUpgraded(socket, head, log);
    });
  }
  if (exchange.listens || leaves) {
    request.on('response', (response) => { reading = takeResponse(request, response, exchange, id); });
  }
  const go = () => departures[parting.how === 'response' ? 'destroy' : parting.how](request);
  if (leaves && parting.when === 'socket') request.on('socket', go);
  if (exchange.expects) {
    await new Promise((resolve) => {
      for (const event of ['continue', 'close', ...(exchange.listens ? ['response'] : [])]) request.on(event, resolve);
    });
  }
  if (leaves && parting.when === 'made') go();
  look(exchange.looks, 'begin', request);
  const options = { seed: id, log: leaves ? () => {} : logOf(id, 'client writes'), folder };
  await during(`${id}: client writes`, write(request, steps, options));
  look(exchange.looks, 'ended', request);
  await during(`${id}: client waits for 'close'`, closed);
  await reading;
  const isOrdered = /^(own )?agent$/.test(client.via) && !client.atOnce && exchange.canned === undefined;
  if (parting === null && isOrdered) log(`reused ${request.reusedSocket}`);
}

const departures = {
  destroy: (request) => request.destroy(),
  error: (request) => request.destroy(Object.assign(new Error('enough'), { code: 'ENOUGH' })),
  abort: (request) => request.abort(),
  socket: (request) => (request.socket ?? request).destroy(),
};

async function takeResponse(request, response, exchange, id) {
  const log = logOf(id, 'client response');
  const { parting } = exchange;
  const isCut = parting !== null;
  log(`${response.statusCode} ${response.statusMessage} ${response.httpVersion} ${fieldsOf(response.rawHeaders)}`);
  watch(response, log, ['end', 'close', 'aborted', 'error']);
  response.on('error', () => {});
  look(exchange.looks, 'wrote', response);
  if (isCut && parting.who === 'client') {
    if (parting.how === 'response') response.destroy();
    else departures[parting.how](request);
    return;
  }
  const body = await during(`${id}: client reads by ${exchange.reader}`, read(response, exchange.reader));
  const bytes = exchange.reader === 'consumers' && isCut ? '' : digest(body);
  log(`${response.complete} ${bytes} ${fieldsOf(response.rawTrailers)}`);
}

function readUpgraded(socket, head, log) {
  const chunks = [head];
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    if (Buffer.concat(chunks).length >= 5) socket.end();
  });
  if (head.length >= 5) socket.end();
  return new Promise((resolve) => {
    socket.on('close', () => {
      log(`upgraded ${Buffer.concat(chunks)}`);
      resolve();
    });
  });
}

async function fetchOne(id, port) {
  const exchange = plan.exchanges[id];
  const log = logOf(id, 'client fetch');
  const { method, headers, steps, framing } = exchange;
  const length = Math.min(lengthOf(steps, id), 100_000);
  const body = framing === 'none' ? undefined : 'x'.repeat(length);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/${id}`, { method, headers, body, redirect: 'manual' });
    const fields = [...response.headers].filter(([name]) => name !== 'date');
    // Of a reason that comes in two pieces undici, and so Node, has only the second.
    const reason = exchange.canned === undefined ? response.statusText : '';
    log(`${response.status} ${reason} ${fields.join(' | ')}`);
    log(digest(Buffer.from(await response.arrayBuffer())));
  } catch (error) {
    const { cause } = error;
    if (cause === undefined) throw error;
    log(`${error.name} ${cause.code === 'UND_ERR_SOCKET' ? 'ECONNRESET' : codeOf(cause) ?? cause.name}`);
  }
}

// All requests of a client behind each other; all that comes back is compared.
async function runRaw(client, port) {
  const socket = net.connect(port, '127.0.0.1');
  const log = logOf(client.exchanges[0], 'raw');
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', (error) => log(`error ${codeOf(error)}`));
  const closed = new Promise((resolve) => { socket.on('close', resolve); });
  const text = client.exchanges.map(rawRequest).join('');
  const size = client.splits ? Math.max(1, Math.ceil(text.length / 7)) : text.length;
  for (let at = 0; at < text.length && !socket.destroyed; at += size) {
    socket.write(text.slice(at, at + size), 'latin1');
    if (client.splits) await turn();
  }
  await during(`${client.exchanges[0]}: raw client waits`, closed);
  const all = Buffer.concat(chunks).toString('latin1').replace(/Date: [^\r]*/g, 'Date: *');
  log(digest(Buffer.from(all, 'latin1')));
  for (const line of all.split('\r\n')) if (/^(HTTP\/|[\w-]+: )/.test(line)) log(line.slice(0, 100));
}

function rawRequest(id) {
  const { method, version, headers, framing, steps, closes } = plan.exchanges[id];
  const body = framing === 'none' ? '' : 'y'.repeat(Math.min(lengthOf(steps, id), 50_000));
  let head = `${method} /${id} HTTP/${version}\r\nHost: here\r\n`;
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
  if (closes) head += 'Connection: close\r\n';
  if (framing === 'none') return `${head}\r\n`;
  if (framing === 'length') return `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
  const chunks = body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`;
  return `${head}Transfer-Encoding: chunked\r\n\r\n${chunks}0\r\nX-Sum: 1\r\n\r\n`;
}

// ---------------------------------------------------------------------------------------------------------------------

function print() {
  for (const [key, lines] of [...logs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    process.stdout.write(`${key}\n${lines.map((line) => `    ${line}\n`).join('')}`);
  }
}

async function main() {
  const limit = setTimeout(() => {
    print();
    fs.writeSync(1, `HANGS ${[...underWay].join(', ')}\n`);
    process.exit(3);
  }, LIMIT_MS);
  const server = plan.kind === 'canned' ? startCanned() : startServer();
  const sockets = new Set(); // closed at the end, such as those that fetch() keeps
  if (plan.kind === 'canned') server.on('connection', (socket) => { sockets.add(socket); });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await Promise.all(plan.clients.map((client) => runClient(client, server.address().port)));
  await Promise.all(serving);
  http.globalAgent.destroy();
  server.close();
  server.closeAllConnections?.();
  for (const socket of sockets) socket.destroy();
  await once(server, 'close');
  clearTimeout(limit);
  print();
  fs.writeSync(1, 'complete\n');
}

if (process.argv.includes('--plan')) console.log(JSON.stringify(plan, null, 1));
else main();
