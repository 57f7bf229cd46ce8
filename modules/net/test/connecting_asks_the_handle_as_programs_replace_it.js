'use strict';
// A socket connects by its _handle's connect(request, address, port), connect6() or, for pipes, connect(request, path);
// request.oncomplete(status, handle, request, readable, writable) ends it. Mocks put methods, and accessors of _handle,
// of their own there.
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

const EACCES = -13;
const ECONNREFUSED = -111;

/** Connects a socket whose handle's connecting is `answer(request, handle)`. @returns {Promise<string[]>} what was seen */
function connect(options, answer) {
  const seen = [];
  const socket = new net.Socket();
  let current;
  Object.defineProperty(socket, '_handle', {
    configurable: true,
    get: () => current,
    set(handle) {
      current = handle;
      if (handle) replace(handle);
    },
  });
  function replace(handle) {
    for (const name of ['connect', 'connect6']) {
      handle[name] = function(request, ...rest) {
        assert.strictEqual(this, handle);
        assert.ok(socket.connecting);
        seen.push(`${name} ${request.constructor.name} ${rest.join(' ')}`);
        return answer(request, handle);
      };
    }
    for (const name of ['bind', 'bind6']) {
      handle[name] = (address, port) => { seen.push(`${name} ${address} ${port}`); return 0; };
    }
    handle.readStart = () => { seen.push('readStart'); return 0; };
    handle.getsockname = (out) => { Object.assign(out, { address: '10.0.0.1', port: 7, family: 'IPv4' }); return 0; };
    handle.getpeername = (out) => { Object.assign(out, { address: '10.0.0.2', port: 80, family: 'IPv4' }); return 0; };
  }
  return new Promise((resolve) => {
    socket.on('connect', () => {
      seen.push(`connect ${socket.remotePort}`);
      setImmediate(() => setImmediate(() => socket.destroy()));
    });
    socket.on('end', () => seen.push('end'));
    socket.on('connectionAttemptFailed', (address, port, family) => seen.push(`failed ${address} ${port} ${family}`));
    socket.on('connectionAttemptTimeout', (address) => seen.push(`late ${address}`));
    socket.on('error', (error) => seen.push(`${error.constructor.name} ${error.message}`));
    socket.on('close', (hadError) => { seen.push(`close ${hadError}`); resolve(seen); });
    socket.resume();
    socket.connect(options);
  });
}

const named = (...addresses) => ({
  host: 'mocked.test',
  port: 80,
  autoSelectFamilyAttemptTimeout: 60_000,
  lookup: (host, { all }, done) => {
    const list = addresses.map((address) => ({ address, family: net.isIP(address) }));
    process.nextTick(() => (all ? done(null, list) : done(null, list[0].address, list[0].family)));
  },
});
const later = (...results) => (request, handle) => {
  setImmediate(() => request.oncomplete(results[0], handle, request, ...results.slice(1)));
};
const UP = ['connect 80', 'readStart', 'close false'];

const CASES = [
  ['a number', { host: '127.0.0.1', port: 80 }, later(0, true, true), ['connect TCPConnectWrap 127.0.0.1 80', ...UP]],
  ['IPv6', { host: '::1', port: '81' }, later(0, true, true), ['connect6 TCPConnectWrap ::1 81', ...UP]],
  ['a name', named('127.0.0.1'), later(0, true, true), ['connect TCPConnectWrap 127.0.0.1 80', ...UP]],
  ['at once', named('127.0.0.1'), (request, handle) => { request.oncomplete(0, handle, request, true, true); },
   ['connect TCPConnectWrap 127.0.0.1 80', ...UP]],
  ['its end has come', { host: '127.0.0.1', port: 80 }, later(0, false, true),
   ['connect TCPConnectWrap 127.0.0.1 80', 'connect 80', 'readStart', 'end', 'close false']],
  ['refused', { host: '127.0.0.1', port: 80 }, later(ECONNREFUSED, false, false),
   ['connect TCPConnectWrap 127.0.0.1 80', 'failed 127.0.0.1 80 4', 'Error connect ECONNREFUSED 127.0.0.1:80', 'close true']],
  ['not begun', { host: '127.0.0.1', port: 80 }, () => EACCES,
   ['connect TCPConnectWrap 127.0.0.1 80', 'Error connect EACCES 127.0.0.1:80 - Local (10.0.0.1:7)', 'close true']],
  ['bound', { host: '::1', port: 80, localPort: 7 }, later(ECONNREFUSED, false, false),
   ['bind6 :: 7', 'connect6 TCPConnectWrap ::1 80', 'failed ::1 80 6', 'Error connect ECONNREFUSED ::1:80 - Local (:::7)',
    'close true']],
  ['two addresses', named('127.0.0.1', '::1'), later(0, true, true), ['connect TCPConnectWrap 127.0.0.1 80', ...UP]],
  ['two refused', named('127.0.0.1', '::1'), later(ECONNREFUSED, false, false),
   ['connect TCPConnectWrap 127.0.0.1 80', 'failed 127.0.0.1 80 4', 'connect6 TCPConnectWrap ::1 80', 'failed ::1 80 6',
    'AggregateError ', 'close true']],
  ['two not begun', named('127.0.0.1', '::1'), () => EACCES,
   ['connect TCPConnectWrap 127.0.0.1 80', 'failed 127.0.0.1 80 4', 'connect6 TCPConnectWrap ::1 80', 'failed ::1 80 6',
    'AggregateError ', 'close true']],
  ['a silent one and another', { ...named('127.0.0.1', '::1'), autoSelectFamilyAttemptTimeout: 10 }, (request, handle) => {
    if (request.addressType === 6) later(0, true, true)(request, handle);
  }, ['connect TCPConnectWrap 127.0.0.1 80', 'late 127.0.0.1', 'connect6 TCPConnectWrap ::1 80', ...UP]],
  ['a pipe', { path: '/mocked' }, later(-2, false, false),
   ['connect PipeConnectWrap /mocked', 'failed /mocked undefined undefined', 'Error connect ENOENT /mocked',
    'close true']],
  ['a pipe that is there', { path: '/mocked' }, later(0, true, true),
   ['connect PipeConnectWrap /mocked', 'connect 80', 'readStart', 'close false']],
];

async function main() {
  for (const [name, options, answer, expected] of CASES) {
    assert.deepStrictEqual(await connect(options, answer), expected, name);
  }

  // The requests of real handles have the same fields.
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const socket = new net.Socket();
  const { port } = server.address();
  let request;
  Object.defineProperty(socket, '_handle', {
    get() { return this.handle; },
    set(handle) {
      this.handle = handle;
      if (!handle) return;
      const { connect: original } = handle;
      handle.connect = function(made, ...rest) {
        request = made;
        const { oncomplete } = made;
        made.oncomplete = function(...results) {
          assert.strictEqual(this, made);
          assert.deepStrictEqual(results, [0, handle, made, true, true]);
          Reflect.apply(oncomplete, this, results);
        };
        return Reflect.apply(original, this, [made, ...rest]);
      };
    },
  });
  socket.connect(port, '127.0.0.1');
  await new Promise((resolve) => socket.on('connect', resolve));
  assert.deepStrictEqual(Object.keys(request), ['oncomplete', 'address', 'port', 'localAddress', 'localPort', 'addressType']);
  assert.deepStrictEqual([request.address, request.port, request.addressType], ['127.0.0.1', port, 4]);
  assert.throws(() => request.oncomplete(0, socket._handle, request, true, true), { code: 'ERR_INTERNAL_ASSERTION' });
  socket.destroy();
  server.close();
  finished = true;
}

let finished = false;
process.on('exit', () => assert.ok(finished, 'the test did not come to its end'));
finish(main);
