'use strict';
// What a program writes over a constant of a public module is refused, and what it adds is not.
const assert = require('node:assert');
const fs = require('node:fs');
const http2 = require('node:http2');
const os = require('node:os');

const objects = {
  'fs.constants': [fs.constants, 'O_RDONLY', 0],
  'fs.promises.constants': [fs.promises.constants, 'R_OK', 4],
  'os.constants': [os.constants, 'UV_UDP_REUSEADDR', 4],
  'os.constants.signals': [os.constants.signals, 'SIGKILL', 9],
  'os.constants.errno': [os.constants.errno, 'ENOENT', 2],
  'os.constants.priority': [os.constants.priority, 'PRIORITY_LOW', 19],
  'os.constants.dlopen': [os.constants.dlopen, 'RTLD_LAZY', 1],
  'http2.constants': [http2.constants, 'HTTP2_HEADER_STATUS', ':status'],
  'perf_hooks.constants': [require('node:perf_hooks').constants, 'NODE_PERFORMANCE_GC_MAJOR', 4],
  'crypto.constants': [require('node:crypto').constants, 'RSA_PKCS1_PADDING', 1],
  'zlib.constants': [require('node:zlib').constants, 'Z_SYNC_FLUSH', 2],
  'buffer.constants': [require('node:buffer').constants, 'MAX_STRING_LENGTH', require('node:buffer').constants.MAX_STRING_LENGTH],
};
for (const [name, [constants, key, value]] of Object.entries(objects)) {
  assert.throws(() => { constants[key] = 'other'; }, TypeError, name);
  assert.throws(() => { delete constants[key]; }, TypeError, name);
  assert.deepStrictEqual(Object.getOwnPropertyDescriptor(constants, key), { value, writable: false, enumerable: true, configurable: false }, name);
}
fs.constants.ofAProgram = 1;
assert.strictEqual(fs.promises.constants.ofAProgram, 1);
