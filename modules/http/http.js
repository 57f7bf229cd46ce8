// node:http: the server here; of the client's half (Agent, ClientRequest) what is needed at first use.
// Also shown: agent, client, common, date, header_fields, incoming, outgoing, parsers, proxy, server, server_symbols.
'use strict';
const { methods, STATUS_CODES, maxHeaderSize, validateHeaderName, validateHeaderValue } = require('http/common');
const { IncomingMessage } = require('http/incoming');
const { OutgoingMessage } = require('http/outgoing');
const { Server, ServerResponse, connectionListener } = require('http/server');
const { setMaxIdleParsers } = require('http/parsers');
const { validateInteger } = require('validators');
const { defineLazy } = require('lazy_property');

/** @returns {Server} not yet listening; `options`: those of net.createServer() and of http.Server */
function createServer(options, requestListener) {
  return new Server(options, requestListener);
}

/** request(url, options, callback) or request(options, callback): a request that is sent once it is ended. */
function request(url, options, callback) {
  return new (require('http/client').ClientRequest)(url, options, callback);
}

/** The same without a body. */
function get(url, options, callback) {
  const message = request(url, options, callback);
  message.end();
  return message;
}

/** How many parsers are kept for reuse. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
function setMaxIdleHTTPParsers(max) {
  validateInteger(max, 'max', 1);
  setMaxIdleParsers(max);
}

module.exports = {
  _connectionListener: connectionListener,
  METHODS: methods.toSorted(),
  STATUS_CODES,
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  createServer,
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  setMaxIdleHTTPParsers,
};

defineLazy(module.exports, 'Agent', () => require('http/agent').Agent);
defineLazy(module.exports, 'ClientRequest', () => require('http/client').ClientRequest);
Object.defineProperties(module.exports, {
  __proto__: null,
  maxHeaderSize: { __proto__: null, configurable: true, enumerable: true, get: () => maxHeaderSize() },
  globalAgent: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return require('http/agent').globalAgent; },
    set(agent) { require('http/agent').globalAgent = agent; },
  },
});
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) {
  Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, get: () => globalThis[name] });
}
