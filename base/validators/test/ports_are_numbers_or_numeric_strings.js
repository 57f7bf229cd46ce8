'use strict';
const assert = require('node:assert');
const net = require('node:net');

for (const port of [-1, 65536, 1.5, NaN, Infinity]) {
  assert.throws(() => net.connect({ port }), {
    name: 'RangeError',
    code: 'ERR_SOCKET_BAD_PORT',
    message: `Port should be >= 0 and < 65536. Received type number (${port}).`,
  });
}
for (const port of ['', ' ', 'http', '65536', '-1', '1.5']) {
  assert.throws(() => net.connect({ port }), {
    name: 'RangeError',
    code: 'ERR_SOCKET_BAD_PORT',
    message: `Port should be >= 0 and < 65536. Received type string ('${port}').`,
  });
}
assert.throws(() => net.connect({ port: {} }), {
  name: 'TypeError',
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "options.port" property must be one of type number or string. Received an instance of Object',
});
