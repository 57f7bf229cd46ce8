'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(121);
const net = require('node:net');
const { Agent } = require('_http_agent');

// What an agent needs of a request.
class Request {
  constructor(log, name) {
    this.log = log;
    this.name = name;
    this.shouldKeepAlive = true;
    this.reusedSocket = false;
  }
  getHeader() {}
  onSocket(socket, error) {
    this.socket = socket;
    if (socket) socket._httpMessage = this;
    this.log.push(error ? `${this.name}:${error.message}` : `${this.name}${this.reusedSocket ? '+' : ''}`);
  }
  finish() {
    this.socket.emit('free');
  }
}

const lengths = (lists) => Object.values(lists).map((list) => list.length);

// Options.
const agent = new Agent();
for (const [name, value] of Object.entries({
  defaultPort: 80, protocol: 'http:', keepAlive: false, keepAliveMsecs: 1000, maxSockets: Infinity,
  maxTotalSockets: Infinity, maxFreeSockets: 256, scheduling: 'lifo', totalSocketCount: 0,
  agentKeepAliveTimeoutBuffer: 1000,
})) {
  assert.strictEqual(agent[name], value, name);
}
assert.deepStrictEqual(agent.options, { __proto__: null, noDelay: true, path: null });
assert.ok(Agent() instanceof Agent);
assert.throws(() => new Agent({ scheduling: 'x' }), {
  code: 'ERR_INVALID_ARG_VALUE', message: "The argument 'scheduling' must be one of: 'fifo', 'lifo'. Received 'x'",
});
assert.throws(() => new Agent({ maxTotalSockets: 0 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => new Agent({ maxTotalSockets: '1' }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.strictEqual(new Agent({ agentKeepAliveTimeoutBuffer: -1 }).agentKeepAliveTimeoutBuffer, 1000);
assert.strictEqual(new Agent({ agentKeepAliveTimeoutBuffer: 0 }).agentKeepAliveTimeoutBuffer, 0);

// Names.
for (const [options, name] of [
  [undefined, 'localhost::'], [{}, 'localhost::'], [{ host: 'h', port: 1, localAddress: 'l' }, 'h:1:l'],
  [{ family: 4 }, 'localhost:::4'], [{ family: 0 }, 'localhost::'], [{ socketPath: '/s' }, 'localhost:::/s'],
  [{ host: 'h', port: 1, localAddress: 'l', family: 6, socketPath: 's' }, 'h:1:l:6:s'],
]) {
  assert.strictEqual(agent.getName(options), name);
}

// What the server says of how long it waits.
const keeping = new Agent({ keepAlive: true, timeout: 7000 });
for (const [hint, kept, timeout] of [
  ['timeout=3', true, 2000], ['timeout=30', true, 7000], ['timeout=1', false, 7000], ['max=3, timeout=5', true, 7000],
  ['timeout=4;max=3', true, 3000], ['timeout=x', true, 7000],
]) {
  const calls = [];
  const socket = {
    setKeepAlive: (...args) => calls.push(args), unref() {}, setTimeout: (ms) => calls.push(ms),
    _httpMessage: { res: { headers: { 'keep-alive': hint } } },
  };
  assert.strictEqual(keeping.keepSocketAlive(socket), kept, hint);
  assert.deepStrictEqual(calls, [[true, 1000], timeout], hint);
}

const server = net.createServer();
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const options = { host: '127.0.0.1', port };
  const name = `127.0.0.1:${port}:`;
  reuse(options, name);
  limits(options, name);
  failures(options);
  await totalLimit(options);
  legacyArguments(port);
  await idleSocketsAreDestroyed(options, name);
  // What the agents did with their connections leaves the server open to others.
  net.connect(options, finish.once(function() {
    this.destroy();
    server.close();
  }));
});

function reuse(options, name) {
  for (const [scheduling, order] of [['lifo', [2, 0]], ['fifo', [0, 1]]]) {
    const log = [];
    const pool = new Agent({ keepAlive: true, scheduling, maxFreeSockets: 3 });
    const first = [0, 1, 2, 3].map((i) => new Request(log, String(i)));
    for (const request of first) pool.addRequest(request, options);
    assert.deepStrictEqual([pool.sockets[name].length, pool.totalSocketCount], [4, 4]);
    const sockets = first.map((request) => request.socket);
    let freed = 0;
    pool.on('free', (socket, made) => {
      freed++;
      assert.strictEqual(made._agentKey, name);
      assert.strictEqual(made.keepAlive, true);
      assert.strictEqual(made.keepAliveInitialDelay, 1000);
      assert.strictEqual(made.path, null);
    });
    for (const request of first) request.finish();
    assert.strictEqual(freed, 4);
    assert.strictEqual(sockets[3].destroyed, true); // more than maxFreeSockets
    assert.deepStrictEqual(lengths(pool.freeSockets), [3]);
    assert.strictEqual(sockets[0]._httpMessage, null);
    assert.strictEqual(sockets[0].listenerCount('error'), 1);

    const again = new Request(log, 'again');
    pool.addRequest(again, options);
    assert.strictEqual(again.socket, sockets[order[0]]);
    assert.strictEqual(again.socket.listenerCount('error'), 0);
    sockets[order[1]].destroy();
    const third = new Request(log, 'third');
    pool.addRequest(third, options);
    assert.strictEqual(third.socket, sockets[scheduling === 'lifo' ? 1 : 2]);
    assert.deepStrictEqual(log, ['0', '1', '2', '3', 'again+', 'third+']);

    third.shouldKeepAlive = false;
    third.finish();
    assert.strictEqual(third.socket.destroyed, true);
    again.socket.emit('agentRemove');
    assert.strictEqual(again.socket.listenerCount('free'), 0);
    again.socket.destroy();
    pool.destroy();
  }
}

function limits(options, name) {
  const log = [];
  const pool = new Agent({ maxSockets: 1 });
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => new Request(log, letter));
  for (const request of [a, b, c, d]) pool.addRequest(request, options);
  assert.deepStrictEqual(pool.requests[name], [b, c, d]);
  assert.deepStrictEqual(log, ['a']);
  a.finish();
  assert.strictEqual(b.socket, a.socket);
  assert.deepStrictEqual(pool.requests[name], [c, d]);
  b.socket.destroy();
  b.socket.on('close', () => {
    assert.notStrictEqual(c.socket, b.socket);
    c.finish();
    d.finish();
    assert.deepStrictEqual(log, ['a', 'b', 'c', 'd']);
    assert.strictEqual(pool.requests[name], undefined);
    assert.strictEqual(d.socket.destroyed, true); // not keepAlive
    d.socket.on('close', () => {
      assert.strictEqual(pool.sockets[name], undefined);
      assert.strictEqual(pool.totalSocketCount, 0);
    });
  });
}

function failures(options) {
  const log = [];
  const pool = new Agent();
  pool.createConnection = (made, callback) => {
    assert.strictEqual(typeof callback, 'function');
    callback(new Error('sorry'));
    callback(new Error('again'));
  };
  pool.addRequest(new Request(log, 'a'), options);
  pool.createSocket = (request, made, callback) => callback(new Error('no'));
  pool.addRequest(new Request(log, 'b'), options);
  process.nextTick(() => assert.deepStrictEqual(log, ['a:sorry', 'b:no']));
}

function totalLimit(options) {
  const log = [];
  const pool = new Agent({ keepAlive: true, maxTotalSockets: 2 });
  const request = (letter, localAddress) => {
    const made = new Request(log, letter);
    pool.addRequest(made, { ...options, localAddress });
    return made;
  };
  const a = request('a');
  const b = request('b', '127.0.0.1');
  const c = request('c', '127.0.0.2');
  assert.deepStrictEqual(log, ['a', 'b']);
  a.shouldKeepAlive = false;
  a.finish();
  return new Promise((resolve) => {
    a.socket.on('close', () => {
      assert.deepStrictEqual(log, ['a', 'b', 'c']);
      assert.strictEqual(pool.totalSocketCount, 2);
      b.finish();
      c.finish();
      assert.deepStrictEqual(lengths(pool.freeSockets), [1, 1]);
      pool.destroy();
      resolve();
    });
  });
}

function legacyArguments(port) {
  const log = [];
  const pool = new Agent();
  const request = new Request(log, 'a');
  pool.addRequest(request, '127.0.0.1', port, '127.0.0.1');
  assert.deepStrictEqual(Object.keys(pool.sockets), [`127.0.0.1:${port}:127.0.0.1`]);
  pool.destroy();
}

function idleSocketsAreDestroyed(options, name) {
  const pool = new Agent({ keepAlive: true, timeout: 20 });
  const request = new Request([], 'a');
  pool.addRequest(request, options);
  assert.strictEqual(request.socket.timeout, 20);
  request.finish();
  assert.deepStrictEqual(pool.freeSockets[name], [request.socket]);
  return new Promise((resolve) => {
    setTimeout(() => {}, 1000).unref(); // a free socket does not keep the process alive, the server does
    request.socket.on('close', () => {
      assert.strictEqual(pool.freeSockets[name], undefined);
      assert.strictEqual(pool.totalSocketCount, 0);
      resolve();
    });
  });
}
