'use strict';
// Fields of sessions, streams and servers that only this room reads.

module.exports = {
  // Of a session:
  kType: Symbol('type'), // of a server or of a client
  kAuthority: Symbol('authority'), // of a client: the server's host and port
  kScheme: Symbol('scheme'),
  kReceiveHeaders: Symbol('receiveHeaders'), // what takes a further block of a stream's headers
  kHandle: Symbol('handle'), // the native half; null once it is destroyed
  kSocket: Symbol('socket'), // the net.Socket, TLSSocket or Duplex that carries it
  kProxySocket: Symbol('proxySocket'), // what session.socket gives
  kServer: Symbol('server'), // whose session it is
  kState: Symbol('state'), // what becomes of it (session.js)
  kOptions: Symbol('options'),
  kBegin: Symbol('begin'), // of a pending stream: sends its headers
  kTimeout: Symbol('timeout'),
  kSent: Symbol('sent'), // the session's bytes when its timeout, or a stream's, fired last
  kBoundSession: Symbol('boundSession'), // of a socket: its session
  // Of a stream:
  kSession: Symbol('session'),
  kId: Symbol('id'),
  kRequest: Symbol('request'), // the compatibility API's request
  kResponse: Symbol('response'),
  kForgoTrailers: Symbol('forgoTrailers'), // there will be none
  kExpectTrailers: Symbol('expectTrailers'), // there will be some after all
  kProceed: Symbol('proceed'), // sends the headers nobody sent
  kOwned: Symbol('owned'), // of respond()'s options: the headers are the caller's, made for it
};
