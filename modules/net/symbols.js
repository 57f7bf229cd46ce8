// Fields of sockets and handles that net and the rooms above it read, under the names Node shows when a socket is printed.
'use strict';

module.exports = {
  kAsyncId: Symbol('async_id_symbol'),
  kHandle: Symbol('kHandle'),
  kLastWriteQueueSize: Symbol('lastWriteQueueSize'),
  kTimeout: Symbol('timeout'),
  kBuffer: Symbol('kBuffer'), // the user's buffer of the onread option, true before there is one
  kBufferCallback: Symbol('kBufferCb'),
  kBufferGenerator: Symbol('kBufferGen'),
  kSetNoDelay: Symbol('kSetNoDelay'),
  kSetKeepAlive: Symbol('kSetKeepAlive'),
  kSetKeepAliveInitialDelay: Symbol('kSetKeepAliveInitialDelay'), // seconds
  kBytesRead: Symbol('kBytesRead'), // of the handle that is gone
  kBytesWritten: Symbol('kBytesWritten'),
  kWriteCallback: Symbol('kWriteCallback'), // of the write under way
  kFinalCallback: Symbol('kFinalCallback'), // of the shutdown under way
  kConnectStart: Symbol('kConnectStart'), // socket: when its attempt began, while it is observed
  kHadError: Symbol('kHadError'), // handle: what its socket's 'close' will tell
  // server: a function that may take a new connection's open handle before there is a Socket of it, and says so
  kTakesHandles: Symbol('kTakesHandles'),
  kAccepted: Symbol('kAccepted'), // options: those of a server's connection, ready for Duplex
};
