'use strict';
// Fields of the server that the other files of the server's side read.
module.exports = {
  kConnections: Symbol('http.server.connections'),
  kConnectionListener: Symbol('kConnectionListener'), // what it does with a new Socket
  kIdleTimer: Symbol('kIdleTimer'), // for the connections that have no Socket
  kConnectionsCheckingInterval: Symbol('http.server.connectionsCheckingInterval'),
  kIncomingMessage: Symbol('IncomingMessage'),
  kServerResponse: Symbol('ServerResponse'),
  kOptimizeEmptyRequests: Symbol('OptimizeEmptyRequestsOption'),
  kUniqueHeaders: require('http/outgoing').kUniqueHeaders,
};
