// node:https: HTTP over TLS.
'use strict';
const { Agent, globalAgent } = require('https/agent');
const { ClientRequest } = require('http/client');
const { Server } = require('https/server');

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

/** @returns {Server} listens once listen() is called */
function createServer(options, requestListener) {
  return new Server(options, requestListener);
}

module.exports = { Agent, globalAgent, Server, createServer, get, request };
