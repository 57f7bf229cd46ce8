// node:https, as far as it goes without TLS, which is not there yet: agents with their names and options. Connecting
// and serving throw ERR_METHOD_NOT_IMPLEMENTED, unless an agent brings connections of its own.
'use strict';
const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');
const { Agent, globalAgent } = require('https/agent');
const { ClientRequest } = require('http/client');

/** As http.request(), over TLS. @returns {ClientRequest} */
function request(...args) {
  const options = typeof args[0] === 'string' || args[0] instanceof URL ? [args.shift()] : [];
  const given = typeof args[0] === 'object' ? args.shift() : undefined;
  return new ClientRequest(...options, { _defaultAgent: module.exports.globalAgent, ...given }, ...args);
}

/** request() and end(). @returns {ClientRequest} */
function get(input, options, callback) {
  const made = request(input, options, callback);
  made.end();
  return made;
}

/** @throws ERR_METHOD_NOT_IMPLEMENTED */
function Server(options, requestListener) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('new https.Server()');
}

function createServer(options, requestListener) {
  return new Server(options, requestListener);
}

module.exports = { Agent, globalAgent, Server, createServer, get, request };
