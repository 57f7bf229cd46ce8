'use strict';
// `await using stream`: destroys it and waits until it is closed.
const { AbortError } = require('errors');

/**
 * Destroys `stream`, with an AbortError unless it has ended. Resolves when it is closed; rejects with any other error.
 */
function disposeReadable(stream) {
  let error;
  if (!stream.destroyed) {
    error = stream.readableEnded ? null : new AbortError();
    stream.destroy(error);
  }
  return closed(stream, error);
}

/**
 * Destroys `stream`, with an AbortError unless it has finished. Resolves when it is closed; rejects with any other
 * error.
 */
function disposeWritable(stream) {
  let error;
  if (!stream.destroyed) {
    error = stream.writableFinished ? null : new AbortError();
    stream.destroy(error);
  }
  return closed(stream, error);
}

/** Settles when the stream is closed: the error that disposing made itself is no failure. */
function closed(stream, ownError) {
  return new Promise((resolve, reject) => {
    require('stream/finished').finished(stream, (error) => {
      if (error && error !== ownError) reject(error);
      else resolve(null);
    });
  });
}

module.exports = { disposeReadable, disposeWritable };
