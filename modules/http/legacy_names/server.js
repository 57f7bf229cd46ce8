'use strict';
// require('_http_server').
const { STATUS_CODES } = require('http/common');
const {
  Server, ServerResponse, connectionListener, kConnectionsCheckingInterval, kServerResponse, storeHTTPOptions,
  setupConnectionsTracking, httpServerPreClose,
} = require('http/server');

module.exports = {
  STATUS_CODES, Server, ServerResponse, setupConnectionsTracking, storeHTTPOptions,
  _connectionListener: connectionListener, kServerResponse, httpServerPreClose, kConnectionsCheckingInterval,
};
