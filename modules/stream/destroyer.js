'use strict';
// `stream.destroy(anything)`: ends streams of every make, old ones and HTTP messages too.
const { nextTick } = require('ticks');
const { AbortError } = require('errors');
const { isClientRequest, isServerRequest } = require('stream/kinds');
const { isDestroyed, isOver, kIsDestroyed } = require('stream/progress');

/** Destroys `stream` with `error`; without one, a stream that isn't finished gets an AbortError. */
function destroyer(stream, error) {
  if (!stream || isDestroyed(stream)) return;
  if (!error && !isOver(stream)) error = new AbortError();

  if (isServerRequest(stream)) {
    stream.socket = null; // The response still needs the socket: the request must not take it down.
    stream.destroy(error);
  } else if (isClientRequest(stream)) {
    stream.abort();
  } else if (isClientRequest(stream.req)) {
    stream.req.abort();
  } else if (typeof stream.destroy === 'function') {
    stream.destroy(error);
  } else if (typeof stream.close === 'function') {
    stream.close();
  } else if (error) {
    nextTick(emitErrorThenClose, stream, error);
  } else {
    nextTick(emitClose, stream);
  }
  if (!stream.destroyed) stream[kIsDestroyed] = true;
}

function emitErrorThenClose(stream, error) {
  stream.emit('error', error);
  nextTick(emitClose, stream);
}

function emitClose(stream) {
  stream.emit('close');
}

module.exports = { destroyer };
