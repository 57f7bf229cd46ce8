// node:net: TCP and Unix domain sockets, clients and servers.
// Also shown: handle_io, js_stream_socket, server, symbols.
'use strict';
const { isIP, isIPv4, isIPv6 } = require('ip');
const { Socket } = require('net/socket');
const { Server, createServerHandle } = require('net/server');
const { normalizeArgs, normalized } = require('net/connect');
const defaults = require('net/defaults');

/** A socket that is connecting: Socket options and those of socket.connect(). @returns {Socket} */
function connect(...args) {
  const normalizedArgs = normalized(args);
  const options = normalizedArgs[0];
  const socket = new Socket(options);
  if (options.timeout) socket.setTimeout(options.timeout);
  return socket.connect(normalizedArgs);
}

/** @returns {Server} not yet listening */
function createServer(options, connectionListener) {
  return new Server(options, connectionListener);
}

module.exports = {
  _createServerHandle: createServerHandle,
  _normalizeArgs: normalizeArgs,
  get BlockList() { return require('net/block_list').BlockList; },
  get SocketAddress() { return require('net/socket_address').SocketAddress; },
  connect,
  createConnection: connect,
  createServer,
  isIP,
  isIPv4,
  isIPv6,
  Server,
  Socket,
  Stream: Socket,
  getDefaultAutoSelectFamily: defaults.getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily: defaults.setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout: defaults.getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout: defaults.setDefaultAutoSelectFamilyAttemptTimeout,
};
