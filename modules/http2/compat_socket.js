'use strict';
// What request.socket and response.socket are: the session's socket, with what concerns one stream taken from the stream.
const { ERR_HTTP2_NO_SOCKET_MANIPULATION } = require('errors');
const { kRequest, kSocket } = require('http2/symbols');

/** Properties that are the stream's. */
const ofStream = new Set(['destroy', 'destroyed', 'emit', 'end', 'on', 'once', 'readable', 'writable']);
/** Methods that would take bytes away from the session, or put some between its frames. */
const forbidden = new Set(['pause', 'read', 'resume', 'write']);

/** Where everything else comes from: the socket, or the stream once its session has none. */
function elsewhere(stream) {
  return stream.session?.[kSocket] ?? stream;
}

function isReadable(stream) {
  if (stream.destroyed) return false;
  return (stream[kRequest] ?? stream).readable;
}

function bound(object, name) {
  const value = object[name];
  return typeof value === 'function' ? value.bind(object) : value;
}

const handler = {
  __proto__: null,
  has(stream, name) {
    return name in elsewhere(stream) || name in stream;
  },
  get(stream, name) {
    if (forbidden.has(name)) throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
    if (name === 'readable') return isReadable(stream);
    if (name === 'setTimeout') return bound(stream.session ?? stream, name);
    return bound(ofStream.has(name) ? stream : elsewhere(stream), name);
  },
  getPrototypeOf(stream) {
    return Reflect.getPrototypeOf(elsewhere(stream));
  },
  set(stream, name, value) {
    if (forbidden.has(name)) throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
    if (name === 'setTimeout') (stream.session ?? stream).setTimeout = value;
    else (ofStream.has(name) ? stream : elsewhere(stream))[name] = value;
    return true;
  },
};

const kProxy = Symbol('socket of a stream');

/** The stream's socket, one object for each stream. */
function socketOf(stream) {
  stream[kProxy] ??= new Proxy(stream, handler);
  return stream[kProxy];
}

module.exports = { socketOf };
