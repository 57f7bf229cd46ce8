// node:http2, as far as a program sees it that only asks for names: the protocol itself is not there yet, and whatever
// needs it throws ERR_METHOD_NOT_IMPLEMENTED.
'use strict';
const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');
const settings = require('http2/settings');

function missing(name, length) {
  const fn = { [name]() { throw new ERR_METHOD_NOT_IMPLEMENTED(`http2.${name}()`); } }[name];
  return Object.defineProperty(fn, 'length', { __proto__: null, value: length, configurable: true });
}

class Http2ServerRequest {
  constructor() {
    throw new ERR_METHOD_NOT_IMPLEMENTED('new http2.Http2ServerRequest()');
  }
}

class Http2ServerResponse {
  constructor() {
    throw new ERR_METHOD_NOT_IMPLEMENTED('new http2.Http2ServerResponse()');
  }
}

module.exports = {
  connect: missing('connect', 3),
  constants: require('http2/constants'),
  createServer: missing('createServer', 2),
  createSecureServer: missing('createSecureServer', 2),
  getDefaultSettings: settings.getDefaultSettings,
  getPackedSettings: settings.getPackedSettings,
  getUnpackedSettings: settings.getUnpackedSettings,
  performServerHandshake: missing('performServerHandshake', 1),
  sensitiveHeaders: require('http2/header_fields').sensitiveHeaders,
  Http2ServerRequest,
  Http2ServerResponse,
};
