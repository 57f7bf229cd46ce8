'use strict';
// Fields of sessions, streams and servers that only this room reads.

module.exports = {
  // Of a session:
  kHandle: Symbol('handle'), // the native half; null once it is destroyed
  kSocket: Symbol('socket'), // the net.Socket, TLSSocket or Duplex that carries it
  kProxySocket: Symbol('proxySocket'), // what session.socket gives
  kServer: Symbol('server'), // whose session it is
  kState: Symbol('state'), // what becomes of it (session.js)
  kOptions: Symbol('options'),
  kTimeout: Symbol('timeout'),
  kBoundSession: Symbol('boundSession'), // of a socket: its session
  // Of a stream:
  kSession: Symbol('session'),
  kId: Symbol('id'),
  kRequest: Symbol('request'), // the compatibility API's request
  kResponse: Symbol('response'),
  kClose: Symbol('close'), // what is done when nghttp2's half is gone
  kReady: Symbol('ready'), // a client's stream gets its id
  kProceed: Symbol('proceed'), // sends the headers nobody sent
  kOwned: Symbol('owned'), // of respond()'s options: the headers are the caller's, made for it
  kRawHead: Symbol('rawHead'),
  // Also the compatibility API's:
  kAborted: Symbol('aborted'),
  kInit: Symbol('init'),
};
