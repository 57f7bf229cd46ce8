'use strict';
const assert = require('node:assert');
const http2 = require('node:http2');
const { constants } = http2;

assert.strictEqual(Object.keys(constants).length, 240);
assert.strictEqual(constants.HTTP2_HEADER_PATH, ':path');
assert.strictEqual(constants.HTTP2_HEADER_HTTP2_SETTINGS, 'http2-settings');
assert.strictEqual(constants.HTTP2_METHOD_VERSION_CONTROL, 'VERSION-CONTROL');
assert.strictEqual(constants.HTTP_STATUS_TEAPOT, 418);
assert.strictEqual(constants.HTTP_STATUS_IM_USED, 226);
assert.strictEqual(constants.NGHTTP2_CANCEL, 8);

for (const [name, length] of [['connect', 3], ['createServer', 2], ['createSecureServer', 2], ['performServerHandshake', 1],
  ['Http2ServerRequest', 4], ['Http2ServerResponse', 2]]) {
  assert.strictEqual(typeof http2[name], 'function', name);
  assert.strictEqual(http2[name].length, length, name);
}
