'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const tty = require('node:tty');

const file = fs.openSync(__filename);
for (const fd of [file, -1, 1.5, '0', undefined, null, {}, 2 ** 40]) assert.strictEqual(tty.isatty(fd), false);
for (const Stream of [tty.ReadStream, tty.WriteStream]) {
  assert.ok(Stream.prototype instanceof net.Socket);
  for (const fd of [-1, 1.5, 'x', undefined]) {
    assert.throws(() => new Stream(fd), { code: 'ERR_INVALID_FD', name: 'RangeError' });
  }
  assert.throws(() => new Stream(file), {
    code: 'ERR_TTY_INIT_FAILED',
    name: 'SystemError',
    message: 'TTY initialization failed: uv_tty_init returned EINVAL (invalid argument)',
  });
}
