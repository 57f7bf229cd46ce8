// node:dgram: UDP sockets.
'use strict';
const { Socket } = require('dgram/socket');
const { createUdpHandle } = require('udp_handles');

/**
 * A socket, not yet bound. `type`: 'udp4', 'udp6', or options {type, reuseAddr, reusePort, ipv6Only, recvBufferSize,
 * sendBufferSize (bytes), lookup, signal, receiveBlockList, sendBlockList}. `listener` takes its messages.
 * @throws ERR_SOCKET_BAD_TYPE
 */
function createSocket(type, listener) {
  return new Socket(type, listener);
}

/** Deprecated (DEP0112): a bound native handle, or an errno below 0. */
function _createSocketHandle(address, port, addressType, fd, flags) {
  return createUdpHandle(address, port, addressType, fd, flags);
}

module.exports = {
  _createSocketHandle: require('warnings/deprecate').deprecate(_createSocketHandle, 'dgram._createSocketHandle() is deprecated',
    'DEP0112'),
  createSocket,
  Socket,
};
