// eddy only: HTTP/2 itself is not there yet
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

for (const name of ['connect', 'createServer', 'createSecureServer']) {
  assert.throws(() => http2[name](), {
    code: 'ERR_METHOD_NOT_IMPLEMENTED', message: `The http2.${name}() method is not implemented`,
  });
}
assert.throws(() => new http2.Http2ServerRequest(), { code: 'ERR_METHOD_NOT_IMPLEMENTED' });
