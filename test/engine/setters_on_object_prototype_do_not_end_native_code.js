'use strict';
// eddy only: Node aborts for http, and throws the setter's error for spawnSync.
// Object.prototype has a setter that throws, or a read-only property, of a name that native code gives to its results:
// these have a property of their own.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const v8 = require('node:v8');
const vm = require('node:vm');
const { receiveMessageOnPort } = require('node:worker_threads');
const finish = require('../_finish');

const KINDS = [
  { get() { return undefined; }, set() { throw new Error('setter'); } },
  { value: undefined, writable: false },
];
/** Runs `use` while Object.prototype has each kind of property of that name. */
function withProperty(name, use) {
  for (const kind of KINDS) {
    Object.defineProperty(Object.prototype, name, { __proto__: null, configurable: true, ...kind });
    try {
      use();
    } finally {
      delete Object.prototype[name];
    }
  }
}

withProperty('total_heap_size', () => assert(v8.getHeapStatistics().total_heap_size > 0));
withProperty('space_name', () => assert(v8.getHeapSpaceStatistics().every((space) => typeof space.space_name === 'string')));
withProperty('code_and_metadata_size', () => assert(v8.getHeapCodeStatistics().code_and_metadata_size > 0));
withProperty('sourceMapURL', () => assert.strictEqual(new vm.Script('1').runInThisContext(), 1));
withProperty('script', () => assert.strictEqual(new vm.Script('2').runInThisContext(), 2));
withProperty('function', () => assert.strictEqual(vm.compileFunction('return 3')(), 3));
withProperty('status', () => assert.strictEqual(spawnSync('/bin/true').status, 0));
withProperty('message', () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(1);
  const received = receiveMessageOnPort(port2);
  assert.strictEqual(Object.getOwnPropertyDescriptor(received, 'message').value, 1);
  port1.close();
});
let missing;
withProperty('path', () => {
  try {
    fs.readdirSync('/does/not/exist');
  } catch (error) {
    missing = Object.getOwnPropertyDescriptor(error, 'path');
  }
  assert.strictEqual(missing.value, '/does/not/exist');
});
// The native halves of rooms that are loaded only now.
withProperty('hash', () => assert.strictEqual(require('node:crypto').createHash('md5').update('').digest('hex').length, 32));
withProperty('RESPONSE', () => assert.strictEqual(typeof require('node:dns').lookup, 'function'));

// A malformed request from anybody.
const server = http.createServer(finish.never('a request'));
server.on('clientError', finish.once((error, socket) => {
  assert.strictEqual(Object.getOwnPropertyDescriptor(error, 'bytesParsed').value, 0);
  delete Object.prototype.bytesParsed;
  socket.destroy();
  server.close();
}));
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => {
    Object.defineProperty(Object.prototype, 'bytesParsed', { __proto__: null, configurable: true, set() { throw new Error('setter'); }, get() {} });
    client.end('nonsense\r\n\r\n');
  });
  client.on('error', () => {});
});
