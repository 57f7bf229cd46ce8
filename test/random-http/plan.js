'use strict';
// From a seed to a plan: what a server, and clients of several kinds, do in some exchanges. Plain data only, so that it
// can be printed (`run --show SEED`); program.js carries it out.
//
// Only what has one right outcome is planned: who goes away early does so at a moment that both sides know, and bodies
// that could be cut anywhere are small enough for the kernel to take them at once.

/** Numbers that look random, the same for a seed each time (mulberry32). */
class Dice {
  #state;

  constructor(seed) {
    this.#state = seed | 0;
  }

  /** @returns {number} 0 <= n < 1 */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(n) { return Math.floor(this.next() * n); }
  chance(share) { return this.next() < share; }
  pick(list) { return list[this.below(list.length)]; }
}

const SMALL = [0, 1, 2, 10, 100, 1000];
const SIZES = [...SMALL, 10, 100, 4000, 16383, 16384, 16385, 65536, 70000, 200_000];
const FORMS = ['buffer', 'buffer', 'uint8', 'utf8', 'utf8', 'latin1', 'hex', 'base64', 'utf16le', 'ascii'];
const WAITS = ['tick', 'job', 'turn', 'turn'];
const READERS = [
  'flow', 'flow', 'pausing', 'readable', 'readSome', 'iterate', 'iterateSlowly', 'pipeSlow', 'pipelineSlow', 'text',
  'hexText', 'late', 'dump', 'on and off', 'consumers',
];
const CLIENTS = ['agent', 'agent', 'agent', 'agent', 'own agent', 'no agent', 'global', 'fetch'];
const HEADS = ['none', 'none', 'setHeader', 'writeHead', 'writeHeadList', 'writeHeadObject', 'statusMessage', 'setHeaders'];
const MOMENTS = ['begin', 'wrote', 'ended'];
const NAMES = ['X-One', 'x-two', 'X-THREE', 'Cookie', 'Accept', 'X-One'];
const VALUES = ['1', 'a b', '', 'x; y'];
const ANSWERS = [
  'length', 'length', 'chunked', 'chunked', 'close', 'none', 'upgrade', 'cut head', 'cut body', 'garbage', 'second answer',
];
const LOOKS = ['socket', 'connection', 'writableLength', 'remotePort', 'listen'];

/** @returns {object} the plan of a seed */
function makePlan(seed) {
  const dice = new Dice(seed);
  const kind = dice.pick(['server', 'server', 'server', 'pipelined', 'pipelined', 'canned', 'canned']);
  const plan = { seed, kind, server: planServer(dice), clients: [], exchanges: [] };
  const clients = 1 + dice.below(3);
  for (let i = 0; i < clients; i++) plan.clients.push(planClient(dice, kind, plan.exchanges));
  return plan;
}

function planServer(dice) {
  return {
    options: {
      ...(dice.chance(0.2) && { highWaterMark: dice.pick([1, 1000]) }),
      ...(dice.chance(0.1) && { noDelay: false }),
      ...(dice.chance(0.1) && { keepAlive: true }),
      ...(dice.chance(0.1) && { joinDuplicateHeaders: true }),
    },
    listensToConnections: dice.chance(0.3),
    checksContinue: dice.chance(0.4),
    patches: dice.chance(0.1),
  };
}

function planClient(dice, kind, exchanges) {
  const client = {
    via: kind === 'pipelined' ? 'raw' : dice.pick(CLIENTS),
    agent: {
      keepAlive: dice.chance(0.8),
      ...(dice.chance(0.5) && { maxSockets: dice.pick([1, 2]) }),
      ...(dice.chance(0.2) && { maxFreeSockets: 1 }),
      ...(dice.chance(0.2) && { maxTotalSockets: 2 }),
      ...(dice.chance(0.3) && { scheduling: 'fifo' }),
      ...(dice.chance(0.2) && { noDelay: false }),
    },
    atOnce: dice.chance(0.3), // all exchanges begin together
    exchanges: [],
    splits: dice.chance(0.5), // raw: the bytes go out in pieces
  };
  const count = 1 + dice.below(5);
  for (let i = 0; i < count; i++) {
    const exchange = kind === 'canned' ? planCanned(dice) : planExchange(dice, client, i === count - 1);
    exchange.id = exchanges.length;
    exchanges.push(exchange);
    client.exchanges.push(exchange.id);
  }
  return client;
}

// Exchanges with a real server ---------------------------------------------------------------------------------------

function planExchange(dice, client, isLast) {
  const method = dice.pick(['GET', 'GET', 'GET', 'POST', 'POST', 'PUT', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS']);
  const hasBody = method === 'GET' || method === 'HEAD' ? dice.chance(0.05) : dice.chance(0.8);
  const parting = planParting(dice, client);
  const isSmall = parting !== null;
  const exchange = {
    method,
    closes: client.via === 'raw' ? isLast : dice.chance(0.1),
    version: client.via === 'raw' && isLast && dice.chance(0.3) ? '1.0' : '1.1',
    headers: planHeaders(dice),
    framing: hasBody ? dice.pick(['length', 'chunked']) : 'none',
    steps: hasBody ? planSteps(dice, isSmall, false) : [{ do: 'end' }],
    expects: hasBody && dice.chance(0.15),
    reader: dice.pick(READERS),
    listens: dice.chance(0.9), // without a listener for 'response', it is read and dropped
    looks: planLooks(dice),
    server: {
      reader: dice.pick(READERS),
      reads: isSmall ? 'first' : dice.pick(['first', 'first', 'after', 'alongside', 'never']),
      watches: dice.chance(0.5),
      looks: planLooks(dice),
      waits: dice.chance(0.4) ? dice.pick(WAITS) : null,
      head: planHead(dice),
      steps: planSteps(dice, isSmall, true),
    },
    parting,
  };
  if (client.via === 'raw' && !isLast) exchange.server.head.closes = false; // nobody would answer what is behind it
  if (exchange.version === '1.0' && exchange.framing === 'chunked') exchange.framing = 'length';
  const { head } = exchange.server;
  const cannotFrame = head.framing === 'chunked' && [204, 304].includes(head.status); // and closes the connection
  const serverCloses = head.closes || cannotFrame;
  const keeps = client.agent.keepAlive && client.via !== 'no agent' && !exchange.closes && !serverCloses;
  if (!keeps) {
    exchange.server.reads = 'first'; // else what is unread cuts the request
    // Whether the last write is called back before the client's end is seen is the kernel's affair.
    for (const step of exchange.server.steps) if (step.do.startsWith('pipe')) step.size = Math.min(step.size, 4000);
  }
  if (client.via === 'raw') {
    if (!isLast && cannotFrame) head.framing = 'auto';
    exchange.server.reads = 'first'; // what is unread when a connection closes may cut the answer
    // Whether it is its turn when it fails is a matter of which turn of the loop reads which piece of the requests.
    if (client.exchanges.length > 0) exchange.server.steps = exchange.server.steps.filter(isSureToSucceed);
    exchange.server.head.interim = null; // of a response that waits for its turn, Node sends it behind its head
  }
  if (client.via === 'raw' || client.via === 'fetch') exchange.expects = false;
  if (client.via === 'fetch') {
    exchange.listens = true;
    if (method === 'GET' || method === 'HEAD') Object.assign(exchange, { framing: 'none', steps: [{ do: 'end' }] });
  }
  return exchange;
}

function isSureToSucceed(step, i, steps) {
  return step.do !== 'late header' && !steps.slice(0, i).some((before) => before.do === 'end');
}

/** Who leaves, and when. Nobody: null. */
function planParting(dice, client) {
  if (client.via === 'raw' || client.via === 'fetch' || client.atOnce || !dice.chance(0.2)) return null;
  return {
    who: dice.pick(['client', 'server']),
    when: dice.pick(['made', 'socket', 'response', 'response']), // a client: then
    how: dice.pick(['destroy', 'destroy', 'error', 'socket', 'abort', 'response']),
    after: dice.below(3), // a server: behind so many of its steps
    waits: dice.chance(0.5), // a server: until what it wrote has gone out
  };
}

function planHeaders(dice) {
  const headers = [];
  const count = dice.below(4);
  for (let i = 0; i < count; i++) {
    headers.push([dice.pick(NAMES), dice.pick(VALUES)]);
  }
  return headers;
}

function planHead(dice) {
  return {
    status: dice.chance(0.7) ? 200 : dice.pick([201, 204, 206, 301, 304, 404, 500]),
    by: dice.pick(HEADS),
    headers: planHeaders(dice),
    framing: dice.pick(['auto', 'auto', 'length', 'chunked']),
    closes: dice.chance(0.05),
    date: !dice.chance(0.2),
    interim: dice.chance(0.1) ? dice.pick(['continue', 'processing', 'early hints', 'processing twice']) : null,
  };
}

function planLooks(dice) {
  if (dice.chance(0.6)) return {};
  return { [dice.pick(MOMENTS)]: dice.pick(LOOKS), [dice.pick(MOMENTS)]: dice.pick(LOOKS) };
}

/** How a body is written, up to its end. */
function planSteps(dice, isSmall, isResponse) {
  const steps = [];
  const size = () => dice.pick(isSmall ? SMALL : SIZES);
  const whole = dice.chance(0.35);
  if (!whole && dice.chance(0.15)) steps.push({ do: 'flushHeaders' });
  const source = dice.chance(0.15);
  if (source) {
    const by = dice.pick(isSmall ? ['generator'] : ['generator', 'generator', 'file', 'passThrough']);
    steps.push({ do: dice.pick(['pipe', 'pipeline']), by, size: size(), pieces: 1 + dice.below(4) });
    return steps;
  }
  const count = whole ? 0 : 1 + dice.below(5);
  for (let i = 0; i < count; i++) {
    const corks = dice.chance(0.1);
    if (corks) steps.push({ do: 'cork' });
    const step = { do: 'write', size: size(), form: dice.pick(FORMS), callback: dice.chance(0.3) };
    if (step.size === 0) step.callback = false; // Node calls it back in no particular order
    steps.push(step);
    if (corks) steps.push({ do: 'write', size: size(), form: dice.pick(FORMS) }, { do: 'uncork' });
    if (dice.chance(0.4)) steps.push({ do: 'wait', what: dice.pick(WAITS) });
  }
  if (isResponse && dice.chance(0.15)) steps.push({ do: 'trailers' });
  if (isResponse && dice.chance(0.05)) steps.push({ do: 'late header' });
  steps.push(dice.chance(0.6) ? { do: 'end' } : { do: 'end', size: size(), form: dice.pick(FORMS) });
  const last = steps.at(-1);
  last.callback = dice.chance(0.3);
  const goesOn = isResponse && dice.chance(0.05); // behind the end; of a request, Node may emit 'close' twice then
  if (goesOn) steps.push({ do: 'write', size: 3, form: 'utf8', callback: dice.chance(0.5) });
  return steps;
}

// Exchanges with a server that says what was planned, byte by byte ---------------------------------------------------

function planCanned(dice) {
  const parts = [];
  if (dice.chance(0.2)) parts.push('HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n');
  if (dice.chance(0.1)) parts.push('HTTP/1.1 100 Continue\r\n\r\n');
  const ends = dice.pick(ANSWERS);
  const body = 'abcdefghij'.repeat(dice.pick([0, 1, 10, 1000, 10_000]));
  const closes = dice.chance(0.15);
  parts.push(...cannedAnswer(dice, ends, body, closes));
  return {
    method: dice.pick(['GET', 'GET', 'GET', 'HEAD', 'POST']),
    closes: false, version: '1.1', headers: planHeaders(dice), framing: 'none', steps: [{ do: 'end' }], expects: false,
    reader: dice.pick(READERS), listens: dice.chance(0.9), looks: planLooks(dice), parting: null,
    canned: {
      ends,
      pieces: cut(dice, parts.join('')),
      hangsUp: closes || ['close', 'cut head', 'cut body', 'garbage', 'second answer'].includes(ends),
    },
  };
}

function cannedAnswer(dice, ends, body, closes) {
  const fields = planHeaders(dice).map(([name, value]) => `${name}: ${value}\r\n`).join('') +
    (closes ? 'Connection: close\r\n' : '') + (dice.chance(0.3) ? 'Keep-Alive: timeout=30\r\n' : '');
  const head = (status) => `HTTP/1.1 ${status}\r\n${fields}`;
  switch (ends) {
    case 'length': return [`${head('200 OK')}Content-Length: ${body.length}\r\n\r\n${body}`];
    case 'chunked': {
      let text = '';
      for (let at = 0; at < body.length;) {
        const size = Math.min(body.length - at, 1 + dice.below(3000));
        text += `${size.toString(16)}\r\n${body.slice(at, at + size)}\r\n`;
        at += size;
      }
      const trailers = dice.chance(0.4) ? 'X-Sum: 1\r\nX-Other: a b\r\n' : '';
      return [`${head('200 Fine')}Transfer-Encoding: chunked\r\n\r\n${text}0\r\n${trailers}\r\n`];
    }
    case 'close': return [`${head('200 OK')}\r\n${body}`];
    case 'none': return [`${head(dice.pick(['204 No Content', '304 Not Modified']))}\r\n`];
    case 'upgrade': return [`HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: mine\r\n\r\nhello`];
    case 'cut head': return [`${head('200 OK')}Content-Le`];
    case 'cut body': return [`${head('200 OK')}Content-Length: ${body.length + 5}\r\n\r\n${body}`];
    case 'garbage': return ['\x00\x01 what?\r\n\r\n'];
    default: return [`${head('200 OK')}Content-Length: 1\r\n\r\nx${head('200 OK')}Content-Length: 1\r\n\r\ny`];
  }
}

/** Pieces of a text, each with what to wait for before it goes out. */
function cut(dice, text) {
  if (dice.chance(0.4)) return [{ text }];
  const pieces = [];
  for (let at = 0; at < text.length;) {
    const size = dice.chance(0.5) ? 1 + dice.below(20) : 1 + dice.below(5000);
    pieces.push({ text: text.slice(at, at + size), wait: pieces.length < 30 ? dice.pick(['turn', 'none']) : 'none' });
    at += size;
  }
  return pieces;
}

module.exports = { makePlan, Dice };
