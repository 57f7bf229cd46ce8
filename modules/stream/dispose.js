'use strict';
// `await using stream`: destroys it and waits until it is closed.
const { AbortError } = require('errors');

/** Destroys `stream`, with an AbortError unless it has ended. Resolves when it is closed; rejects with any other error. */
async function disposeReadable(stream) {
  let own;
  if (!stream.destroyed) {
    own = stream.readableEnded ? null : new AbortError();
    stream.destroy(own);
  }
  await closed(stream, (error) => error !== own);
}

/**
 * Destroys `stream`, with an AbortError unless it has finished. Resolves when it is closed; rejects with an error that is
 * no AbortError, whoever destroyed it.
 */
async function disposeWritable(stream) {
  if (!stream.destroyed) stream.destroy(stream.writableFinished ? null : new AbortError());
  await closed(stream, (error) => error.name !== 'AbortError');
}

function closed(stream, isFailure) {
  return new Promise((resolve, reject) => {
    require('stream/finished').finished(stream, (error) => {
      if (error && isFailure(error)) reject(error);
      else resolve();
    });
  });
}

module.exports = { disposeReadable, disposeWritable };
