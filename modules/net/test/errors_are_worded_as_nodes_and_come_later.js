'use strict';
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

const seen = [];
function facts({ message, code, errno, syscall, address, port }) {
  return { message, code, errno, syscall, address, port };
}

// Nobody listens on port 1.
const refused = net.connect(1, '127.0.0.1');
refused.on('error', (error) => {
  seen.push('refused');
  assert.deepStrictEqual(facts(error), {
    message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED', errno: -111, syscall: 'connect',
    address: '127.0.0.1', port: 1,
  });
  assert.strictEqual(refused.destroyed, true);
}).on('close', (hadError) => seen.push(`refused close ${hadError}`));
refused.write('x', (error) => {
  assert.strictEqual(error.code, 'ERR_SOCKET_CLOSED_BEFORE_CONNECTION');
  seen.push('write failed');
});

net.connect('/nonexistent/socket').on('error', (error) => {
  seen.push('no file');
  assert.strictEqual(error.message, 'connect ENOENT /nonexistent/socket');
});

// Of several addresses, each has its error.
net.connect({
  port: 1, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 50_000,
  lookup: (name, options, callback) => {
    assert.strictEqual(name, 'localhost');
    assert.strictEqual(options.all, true);
    callback(null, [{ address: '127.0.0.1', family: 4 }, { address: '127.0.0.2', family: 4 }]);
  },
}).on('error', (error) => {
  seen.push('all refused');
  assert.ok(error instanceof AggregateError);
  assert.strictEqual(error.code, 'ECONNREFUSED');
  assert.deepStrictEqual(error.errors.map(({ message }) => message), [
    'connect ECONNREFUSED 127.0.0.1:1', 'connect ECONNREFUSED 127.0.0.2:1',
  ]);
});

const first = net.createServer().listen(0, '127.0.0.1', () => {
  const { port } = first.address();
  const second = net.createServer().listen(port, '127.0.0.1');
  assert.strictEqual(second.listening, false);
  second.on('error', (error) => {
    seen.push('in use');
    assert.deepStrictEqual(facts(error), {
      message: `listen EADDRINUSE: address already in use 127.0.0.1:${port}`, code: 'EADDRINUSE', errno: -98,
      syscall: 'listen', address: '127.0.0.1', port,
    });
    assert.strictEqual(second.listening, false);
    first.close();
  });
});

// A peer that resets.
const server = net.createServer((socket) => {
  socket.on('error', (error) => {
    seen.push('reset');
    assert.strictEqual(error.message, 'read ECONNRESET');
    server.close();
  });
}).listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1', () => socket.resetAndDestroy());
});

for (const [call, code] of [
  [() => net.connect({}), 'ERR_MISSING_ARGS'],
  [() => net.connect({ port: 70000 }), 'ERR_SOCKET_BAD_PORT'],
  [() => net.connect({ port: 1, localAddress: 'x' }), 'ERR_INVALID_IP_ADDRESS'],
  [() => net.connect({ port: 1, host: [] }), 'ERR_INVALID_ARG_TYPE'],
  [() => net.connect({ port: 1, autoSelectFamilyAttemptTimeout: 0 }), 'ERR_OUT_OF_RANGE'],
  [() => net.createServer().listen({}), 'ERR_INVALID_ARG_VALUE'],
  [() => net.createServer().listen(-1), 'ERR_SOCKET_BAD_PORT'],
  [() => net.createServer(1), 'ERR_INVALID_ARG_TYPE'],
  [() => new net.Socket({ objectMode: true }), 'ERR_INVALID_ARG_VALUE'],
  [() => new net.Socket({ fd: -1 }), 'ERR_OUT_OF_RANGE'],
  [() => new net.Socket().setTimeout(-1), 'ERR_OUT_OF_RANGE'],
  [() => first.listen(0), 'ERR_SERVER_ALREADY_LISTEN'],
]) {
  if (code === 'ERR_SERVER_ALREADY_LISTEN') first.once('listening', () => assert.throws(call, { code }));
  else assert.throws(call, { code });
}

finish.atExit(() => {
  assert.deepStrictEqual(seen.toSorted(), [
    'all refused', 'in use', 'no file', 'refused', 'refused close true', 'reset', 'write failed',
  ]);
});
